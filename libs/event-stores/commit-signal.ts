/** Tells readers that something was committed. A count, so that a commit between a read and the wait is not missed. */
export class CommitSignal {
  private commits = 0;
  private over = false;
  private readonly listeners = new Set<() => void>();

  get count(): number {
    return this.commits;
  }

  /** True once the store is closed: nothing will be committed any more. */
  get ended(): boolean {
    return this.over;
  }

  end(): void {
    this.over = true;
    this.raise();
  }

  raise(): void {
    this.commits += 1;
    for (const listener of [...this.listeners]) listener();
  }

  /** Resolves once there were more commits than `seen`, the signal aborts or the time is up. */
  async moreThan(seen: number, signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (this.commits > seen || this.over || signal.aborted) return;
    const { listeners } = this;
    await new Promise<void>((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs);
      listeners.add(done);
      signal.addEventListener('abort', done, { once: true });
      function done() {
        clearTimeout(timer);
        listeners.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}

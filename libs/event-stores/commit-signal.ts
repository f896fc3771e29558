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

  /** Calls back after each commit; answers how to stop that. */
  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves once there were more commits than `seen`, the signal aborts or the time is up. */
  async moreThan(seen: number, signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (this.commits > seen || this.over || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs);
      const stop = this.onCommit(done);
      signal.addEventListener('abort', done, { once: true });
      function done() {
        clearTimeout(timer);
        stop();
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}

/**
 * Counts commits where every thread of the process sees them, so that the thread that writes wakes whoever waits for the next one by
 * itself: waking a thread takes far longer than counting, and the thread that serves requests has no time for it.
 */
export class CommitCount {
  private readonly commits: Int32Array<SharedArrayBuffer>;

  constructor(readonly shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.commits = new Int32Array(shared);
  }

  get now(): number {
    return Atomics.load(this.commits, 0);
  }

  raise(): void {
    Atomics.add(this.commits, 0, 1);
    Atomics.notify(this.commits, 0);
  }

  /** Resolves once it was raised since it stood at `seen`, or the time is up. */
  async moved(seen: number, timeoutMs: number): Promise<void> {
    await Atomics.waitAsync(this.commits, 0, seen, timeoutMs).value;
  }
}

/** Waiting times that double, each with chance in it, so that nodes that lost the same server do not return to it in step. */
export class Backoff {
  private attempts = 0;

  constructor(private readonly limits: { readonly firstBackoffMs: number; readonly lastBackoffMs: number }) {}

  reset(): void {
    this.attempts = 0;
  }

  /** Between half and the whole of the next step. */
  nextMs(): number {
    const { firstBackoffMs, lastBackoffMs } = this.limits;
    const step = Math.min(lastBackoffMs, firstBackoffMs * 2 ** this.attempts);
    this.attempts += 1;
    return step / 2 + (Math.random() * step) / 2;
  }

  async wait(signal: AbortSignal): Promise<void> {
    await pause(this.nextMs(), signal);
  }
}

/** Resolves after a time, or at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

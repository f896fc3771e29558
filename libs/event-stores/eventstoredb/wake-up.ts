import { Backoff } from './backoff.js';
import type { ReadCall, ReadResponse } from './client.js';
import type { ReaderOptions } from './log-reader.js';
import { unlessAborted } from './persistence.js';
import { allLive } from './read-requests.js';

/**
 * Says when there may be something new; what it is, readers find by cursor. So nothing hangs on this subscription: it carries no position, a
 * repeat or a loss does no harm, and a slow reader is buffered for nowhere. It is opened again when it ends, and when it is silent for long.
 */
export class WakeUp {
  private call: ReadCall | undefined;
  private readonly over: Promise<void>;
  /** How often the subscription was opened. */
  opened = 0;

  constructor(
    private readonly options: ReaderOptions,
    private readonly on: { readonly news: () => void; readonly confirmed: () => void },
  ) {
    options.closed.addEventListener('abort', () => this.call?.cancel(), { once: true });
    this.over = this.run();
  }

  /** Resolves when it has ended after the store was closed. */
  ended(): Promise<void> {
    return this.over;
  }

  private async run(): Promise<void> {
    const { limits, closed } = this.options;
    const backoff = new Backoff(limits);
    while (!closed.aborted) {
      const began = performance.now();
      try {
        await this.listen();
      } catch {
        // Readers look for themselves in the meantime, and say what is wrong.
      }
      if (performance.now() - began >= limits.lastBackoffMs) backoff.reset();
      await backoff.wait(closed);
    }
  }

  private async listen(): Promise<void> {
    const { connection, names, limits, closed } = this.options;
    const call = await unlessAborted(closed, connection.read(allLive([names.own, names.metadata])));
    this.call = call;
    if (closed.aborted) call.cancel();
    this.opened += 1;
    const watchdog = setTimeout(() => call.cancel(), limits.silenceMs);
    try {
      for await (const answer of call as AsyncIterable<ReadResponse>) {
        watchdog.refresh();
        if (answer.hasConfirmation()) this.on.confirmed();
        // Besides events: something may have been appended since the last subscription ended. A checkpoint only tells of others' events.
        if (!answer.hasCheckpoint()) this.on.news();
      }
    } finally {
      clearTimeout(watchdog);
      this.call = undefined;
    }
  }
}

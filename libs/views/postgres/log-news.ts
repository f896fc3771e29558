import type { EventStore, StorePosition } from '../../ledger/event-store.js';

/** Tells that the log has grown, by a subscription of which only that it says something counts; where it breaks, looking takes over. */
export class LogNews {
  private listening: AbortController | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly onNews: () => void,
  ) {}

  /** From a position on; begun once the bulk is read, so that little is read twice. */
  listen(after: StorePosition): void {
    if (this.listening) return;
    const controller = (this.listening = new AbortController());
    void this.follow(after, controller);
  }

  stop(): void {
    this.listening?.abort();
    this.listening = undefined;
  }

  private async follow(after: StorePosition, controller: AbortController): Promise<void> {
    try {
      for await (const item of this.store.subscribe(after, controller.signal)) if (item.kind === 'batch') this.onNews();
    } catch {
      // The projector reads the log itself, and says what is wrong with it.
    } finally {
      if (this.listening === controller) this.listening = undefined;
    }
  }
}

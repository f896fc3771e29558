import { setTimeout as pause } from 'node:timers/promises';
import type { Feed } from './feed.js';
import type { RunningServer } from './running-server.js';

export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  readonly position: string;
}

type FeedItem = ({ readonly __typename: 'LedgerEvent' } & SeenEvent) | { readonly __typename: 'CaughtUp'; readonly position: string };

export const LEDGER_EVENTS = `subscription ($after: Position, $filter: EventFilter) { ledgerEvents(after: $after, filter: $filter) {
  __typename
  ... on LedgerEvent { id type position }
  ... on CaughtUp { position }
} }`;

export interface FollowerOptions {
  readonly token?: string;
  /** Of the last event that was seen before. */
  readonly after?: string;
}

/** Follows the ledger as a careful client does: whenever it is cut off, it goes on after the last event it has, there or at another node. */
export class Follower {
  readonly seen: SeenEvent[] = [];
  connections = 0;
  caughtUp = 0;
  private feed: Feed<{ ledgerEvents: FeedItem }> | undefined;
  private stopped = false;
  private readonly following: Promise<void>;

  constructor(
    private readonly server: RunningServer | (() => RunningServer),
    private readonly options: FollowerOptions = {},
  ) {
    this.following = this.follow();
  }

  get last(): string | undefined {
    return this.seen.at(-1)?.position ?? this.options.after;
  }

  /** Loses the network. */
  cut(): void {
    this.feed?.cut();
  }

  /** Resolves when the event has come. */
  async sees(id: string): Promise<void> {
    while (!this.seen.some((event) => event.id === id)) await pause(10);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.feed?.close();
    await this.following;
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      const { token } = this.options;
      const server = typeof this.server === 'function' ? this.server() : this.server;
      this.feed = server.subscribe(LEDGER_EVENTS, { after: this.last }, token === undefined ? {} : { token });
      this.connections += 1;
      try {
        for await (const { data, errors } of this.feed) {
          if (errors) throw new Error(JSON.stringify(errors));
          this.take(data!.ledgerEvents);
        }
      } catch {
        // Cut off, or the server is away: the next connection goes on where this one ended.
        await pause(20);
      }
    }
  }

  private take(item: FeedItem): void {
    if (item.__typename === 'CaughtUp') {
      this.caughtUp += 1;
      return;
    }
    const { id, type, position } = item;
    this.seen.push({ id, type, position });
  }
}

/** Every event a reader may see, page by page. */
export async function allEvents(server: RunningServer, token?: string): Promise<SeenEvent[]> {
  const query = `query ($after: Position) { events(first: 100, after: $after) { nodes { id type position } pageInfo { hasNextPage endCursor } } }`;
  const found: SeenEvent[] = [];
  for (let after: string | undefined; ;) {
    const { events } = await server.ask<{ events: { nodes: SeenEvent[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }>(
      query,
      { after },
      token,
    );
    found.push(...events.nodes);
    if (!events.pageInfo.hasNextPage) return found;
    after = events.pageInfo.endCursor;
  }
}

import { createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { GraphqlFault } from './http.js';

export interface FeedOptions {
  readonly token?: string;
  /** The page a browser would say it comes from; programs send none. */
  readonly origin?: string;
}

export interface Item<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlFault[];
}

/** A subscription: read it with `for await`; it ends when cut off. */
export interface Feed<Data> extends AsyncIterable<Item<Data>> {
  /** The next item. @throws whatever ended the feed */
  next(): Promise<Item<Data>>;
  /** Cuts the line without a goodbye, as a lost network does. */
  cut(): void;
  /** Ends it as a client should. */
  close(): Promise<void>;
  /** The socket, once it is open. */
  readonly socket: Promise<WebSocket>;
}

/** Never reconnects by itself: a test decides when, and from which position. */
export function openFeed<Data>(url: string, query: string, variables: object, { token, origin }: FeedOptions): Feed<Data> {
  class Socket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, origin === undefined ? {} : { origin });
    }
  }
  let opened: WebSocket | undefined;
  let cutOff = false;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: Socket,
    retryAttempts: 0,
    connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const socket = new Promise<WebSocket>((resolve) => {
    client.on('opened', (found) => {
      opened = found as WebSocket;
      if (cutOff) opened.terminate();
      resolve(opened);
    });
  });
  const items = client.iterate({ query, variables: variables as SubscribePayload['variables'] }) as unknown as AsyncIterableIterator<
    Item<Data>
  >;
  return {
    socket,
    [Symbol.asyncIterator]: () => items,
    async next() {
      const { value, done } = await items.next();
      if (done) throw new Error('the feed has ended');
      return value;
    },
    cut() {
      cutOff = true;
      opened?.terminate();
    },
    async close() {
      await items.return?.();
      await client.dispose();
    },
  };
}

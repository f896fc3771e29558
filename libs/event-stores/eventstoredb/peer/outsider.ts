import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { PeerServer } from './peer-server.js';

/** Somebody else who has rights on the same server, and does to streams what we never do. */
export interface Outsider {
  setMetadata(stream: string, settings: Readonly<Record<string, unknown>>): Promise<void>;
  softDelete(stream: string): Promise<void>;
  tombstone(stream: string): Promise<void>;
  write(stream: string, count?: number): Promise<void>;
  close(): Promise<void>;
}

export function outsiderAtPeer({ log }: PeerServer): Outsider {
  return {
    setMetadata: async (stream, settings) => log.setMetadata(stream, settings),
    softDelete: async (stream) => log.softDelete(stream),
    tombstone: async (stream) => log.tombstone(stream),
    write: async (stream, count = 1) => {
      for (let i = 0; i < count; i += 1) log.foreign(stream);
    },
    close: async () => undefined,
  };
}

/** With the package as others use it. */
export function outsiderAt(connectionString: string): Outsider {
  const client = EventStoreDBClient.connectionString(connectionString);
  return {
    setMetadata: async (stream, settings) => {
      // The package's own method for it wants the settings in words of its own.
      await client.appendToStream(`$$${stream}`, jsonEvent({ type: '$metadata', data: settings }));
    },
    softDelete: async (stream) => {
      await client.deleteStream(stream);
    },
    tombstone: async (stream) => {
      await client.tombstoneStream(stream);
    },
    write: async (stream, count = 1) => {
      const events = Array.from({ length: count }, () => jsonEvent({ type: 'Somebodys', data: { not: 'ours' } }));
      await client.appendToStream(stream, events);
    },
    close: () => client.dispose(),
  };
}

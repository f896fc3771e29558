import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

/** The package's own way to append, for measuring the adapter beside it. */
export class BareClient {
  private readonly client: EventStoreDBClient;

  constructor(connectionString: string) {
    this.client = EventStoreDBClient.connectionString(connectionString);
  }

  async start(stream: string, event: { readonly id: string; readonly type: string; readonly data: Record<string, string> }): Promise<void> {
    const metadata = { id: event.id, kind: 'ledger' };
    await this.client.appendToStream(stream, jsonEvent({ ...event, metadata }), { expectedRevision: NO_STREAM });
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}

/** Projects a ledger into a PostgreSQL of its own, in a process of its own: either all of it at once, or first a part and then what comes while the views serve. */
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteReader } from '../../../libs/event-stores/sqlite/sqlite-reader.js';
import { projections } from '../../../libs/collaboration/projections.js';
import type { EventStore, FeedItem, StorePosition, StoredEvent } from '../../../libs/ledger/event-store.js';
import { positionNumber, positionText } from '../../../libs/views/bitemporal.js';
import { PostgresViews } from '../../../libs/views/postgres/postgres-views.js';
import { startPostgres } from '../../../libs/views/testing/postgres-server.js';

/** A build of a growing log goes that far; the rest comes at once while the views serve. */
const BUILT = 2 / 3;
const LONGEST_MS = 600_000;

export interface Projected {
  readonly events: number;
  readonly seconds: number;
  /** Of the process that projects; the server's own is beside it. */
  readonly processorSeconds: number;
}

/** How the log is read: as one that is on this machine, or in its own order, as one that is elsewhere. */
export type Reading = 'by stream' | 'in order';

export interface ProjectionDone {
  readonly built: Projected;
  /** Absent where all was built. */
  readonly followed?: Projected;
}

/** A log of which only the beginning is there, until more is let out. */
class Growing implements EventStore {
  readonly capabilities;

  constructor(
    private readonly log: EventStore,
    public end: number,
  ) {
    this.capabilities = log.capabilities;
  }

  append(): never {
    throw new Error('This log is read only.');
  }

  readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly StoredEvent[]> {
    return this.log.readStream(stream, fromRevision, limit);
  }

  async readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    const left = Math.min(limit, this.end - positionNumber(after));
    return left > 0 ? this.log.readAll(after, left) : [];
  }

  /** Says nothing: whoever follows looks by itself. */
  async *subscribe(_: StorePosition, signal: AbortSignal): AsyncIterable<FeedItem> {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }

  async head(): Promise<StorePosition> {
    return positionText(this.end);
  }

  async last(): Promise<StoredEvent | undefined> {
    return (await this.log.readAll(positionText(this.end - 1), 1))[0];
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

const [folder, events, reading] = [process.argv[2] as string, Number(process.argv[3]), process.argv[4] as Reading];
const byStream = { folder, projectionsUrl: new URL('../../../libs/collaboration/projections.js', import.meta.url).href };
const log = new Growing(await openSqliteReader({ folder, pollMs: 0 }), reading === 'by stream' ? events : Math.floor(events * BUILT));
const server = await startPostgres({ synced: true });
const name = server.freshName();
const views = new PostgresViews({
  ...{ connectionString: server.url, name, store: log, projections, pollMs: 50 },
  ...(reading === 'by stream' ? { byStream } : {}),
});
const built = await projected(0);
const from = log.end;
log.end = events;
const followed = from < events ? { followed: await projected(from) } : {};
await views.close();
await server.clear(name);
await server.close();
await log.close();
process.send?.({ built, ...followed } satisfies ProjectionDone);

async function projected(after: number): Promise<Projected> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  if (!(await views.waitFor(positionText(log.end), LONGEST_MS))) throw new Error(`it takes too long: ${JSON.stringify(views.status())}`);
  while (!views.status().ready) await pause(5);
  const { user, system } = process.cpuUsage(cpu);
  return { events: log.end - after, seconds: (performance.now() - start) / 1_000, processorSeconds: (user + system) / 1e6 };
}
process.disconnect?.();

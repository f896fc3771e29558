import type { TableShape } from '../bitemporal.js';
import { OPEN, positionNumber, positionText } from '../bitemporal.js';
import { flatten } from '../by-stream/flat-batch.js';
import type { ProjectedHead } from '../read-models.js';
import { WriterLost, type ViewBatch, type ViewWriter } from '../view-batch.js';
import type { Columns, Written } from './column-batch.js';
import * as batches from './column-batch.js';
import { copiesOf } from './copy-rows.js';
import type { PostgresPool, TransactionClient, TransactionStart } from './postgres-pool.js';

export interface WriterPlace {
  readonly schema: string;
  /** Where heads are announced; see `Announcements`. */
  readonly channel: string;
  /** Who holds the fence of the schema: what another has taken over cannot be written any more. */
  readonly owner: string;
}

/** How long one statement of a batch may take, and the server waits for the next: a projector that hangs must not keep others out for long. */
const STATEMENT_MS = 30_000;
const IDLE_MS = 5_000;

/** Rows to close are found one by one through the key: statistics of a table that is just being filled mislead, by a factor of ten in time. */
const SETTINGS = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_seqscan: 'off' };

const BULK = { ...SETTINGS, synchronous_commit: 'off' };

/** A batch of rows that nobody reads yet. */
export function bulk(schema: string): TransactionStart {
  return writing(schema, BULK);
}

function writing(schema: string, settings: TransactionStart['settings']): TransactionStart {
  return { schema, mode: 'write', statementMs: STATEMENT_MS, idleMs: IDLE_MS, ...(settings ? { settings } : {}) };
}

/** Shows that whoever writes may still do so, and keeps it that way until the transaction ends. @throws WriterLost */
export async function holdFence(client: TransactionClient, { schema, owner }: WriterPlace): Promise<void> {
  await lockSchema(client, schema);
  const { rowCount } = await client.query('update projected set renewed_at = clock_timestamp() where owner = $1', [owner]);
  if (rowCount !== 1) throw lostTo(schema);
}

async function lockSchema(client: TransactionClient, schema: string): Promise<void> {
  const { rows } = await client.query('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine', [schema]);
  if (rows[0].mine !== true) throw lostTo(schema);
}

function lostTo(schema: string): WriterLost {
  return new WriterLost(`another projector has taken over ${schema}`);
}

export interface HeadRow {
  readonly seq: number;
  readonly position: number;
  readonly known_time: string | null;
}

export function headOfRow({ seq, position, known_time: knownTime }: HeadRow): ProjectedHead {
  return { seq, position: positionText(position), knownTime };
}

/** Writes batches into one schema, each in one transaction that begins by showing that this is still the one who may. */
export class PostgresViewWriter implements ViewWriter {
  /** Nobody reads it yet: a crash of the server may lose the last batches, which are projected again. What was read must not be lost. */
  bulk = false;
  private revisions = new Map<string, number>();
  private readonly shapes: ReadonlyMap<string, TableShape>;

  constructor(
    private readonly pool: PostgresPool,
    private readonly place: WriterPlace,
    shapes: readonly TableShape[],
    private current: ProjectedHead,
  ) {
    this.shapes = new Map(shapes.map((shape) => [shape.name, shape]));
  }

  head(): ProjectedHead {
    return this.current;
  }

  async expect(streams: ReadonlySet<string>): Promise<void> {
    const { rows } = await this.pool.transaction(this.start(), (client) =>
      client.query(
        `select s.stream, last.revision from unnest($1::text[]) as s (stream) cross join lateral (
          select j.revision from journal_text as t join journal as j on j.seq = t.seq where t.stream = s.stream order by t.seq desc limit 1) as last`,
        [[...streams]],
      ),
    );
    this.revisions = new Map([...streams].map((stream) => [stream, -1]));
    for (const { stream, revision } of rows) this.revisions.set(stream, revision);
  }

  async lastRevision(stream: string): Promise<number> {
    if (!this.revisions.has(stream)) await this.expect(new Set([stream]));
    return this.revisions.get(stream) as number;
  }

  async apply(batch: ViewBatch): Promise<void> {
    await this.pool.transaction(this.start(), async (client) => {
      await this.fence(client, batch.head);
      await this.write(client, batch);
      const { seq, position, knownTime } = batch.head;
      const announced = JSON.stringify({ schema: this.place.schema, seq, position, knownTime });
      await client.query('select pg_notify($1, $2)', [this.place.channel, announced]);
    });
    this.current = batch.head;
  }

  /** Moves the head, which only the owner of the schema can, from where it left it. The row stays locked until the batch is there. */
  private async fence(client: TransactionClient, head: ProjectedHead): Promise<void> {
    const { schema, owner } = this.place;
    await lockSchema(client, schema);
    const { seq, position } = this.current;
    const moved = await client.query(
      `update projected set seq = $1, position = $2, known_time = $3, renewed_at = clock_timestamp(), failure = null
        where seq = $4 and position = $5 and owner = $6`,
      [head.seq, positionNumber(head.position), head.knownTime, seq, positionNumber(position), owner],
    );
    if (moved.rowCount !== 1) throw lostTo(schema);
  }

  private async write(client: TransactionClient, batch: ViewBatch): Promise<void> {
    const rows = flatten(batch);
    for (const table of rows.tables) await close(client, table.name, batches.closedColumns(table));
    await settle(client, batches.reservationBatch(rows.reservations).settled);
    for (const { statement, text } of copiesOf(rows, this.shapes)) await client.copy(statement, [Buffer.from(text)]);
  }

  private start() {
    return writing(this.place.schema, this.bulk ? BULK : SETTINGS);
  }
}

/** @throws Error naming the first row that is not there to be closed */
async function close(client: TransactionClient, table: string, values: Columns): Promise<void> {
  const [ends = [], entities = [], keys = [], froms = []] = values;
  if (ends.length === 0) return;
  const { rows } = await client.query(
    `update "${table}" as t set known_to = c.known_to from ${unnested(batches.CLOSED_COLUMNS)} as c (known_to, entity, row_key, valid_from)
      where t.entity = c.entity and t.row_key = c.row_key and t.valid_from = c.valid_from and t.known_to = ${OPEN}
      returning t.entity, t.row_key, t.valid_from`,
    values,
  );
  if (rows.length === ends.length) return;
  const named = (entity: unknown, key: unknown, from: unknown) => `closing the row of ${entity} with key '${key}' from ${from}`;
  const met = rows.map((row) => named(row.entity, row.row_key, row.valid_from));
  const wanted = ends.map((_, place) => named(entities[place], keys[place], froms[place]));
  const wrong = wanted.find((one) => count(met, one) !== 1 || count(wanted, one) !== 1) as string;
  throw new Error(`${table}: ${wrong} met ${count(met, wrong)} rows, not one`);
}

async function settle(client: TransactionClient, values: Columns): Promise<void> {
  if (values.length === 0) return;
  await client.query(
    `update reservation as r set settled_at = s.settled_at from ${unnested(batches.SETTLED_COLUMNS)} as s (settled_at, pool, reservation)
      where r.pool = s.pool and r.reservation = s.reservation and r.settled_at = ${OPEN}`,
    values,
  );
}

function unnested(columns: readonly Written[]): string {
  return `unnest(${columns.map(({ type }, place) => `$${place + 1}::${type}[]`).join(', ')})`;
}

function count(all: readonly string[], one: string): number {
  return all.filter((other) => other === one).length;
}

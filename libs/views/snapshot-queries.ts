import sql from 'sql-template-tag';
import { Fault } from '../ledger/errors.js';
import type { StorePosition } from '../ledger/event-store.js';
import { positionNumber, positionText, type TableShape } from './bitemporal.js';
import { placeOf, type Documents, type EntityDocuments, type ReadStream } from './documents.js';
import { entriesQuery, entryCountQuery, journalEntry, streamEventsText, streamLengthsQuery, streamTextsQuery } from './journal-queries.js';
import type { PendingReservation } from './reservation-change.js';
import { anywhereAfter, stretchesAfter } from './page-cursor.js';
import type { QueryDialect, Run, Sql } from './query-dialect.js';
import type { JournalEntry, JournalQuery, PageQuery, ProjectedHead, ReadSnapshot, RowPlace } from './read-models.js';
import type { RowQuery, StoredRow, StreamEvents } from './read-models.js';
import { allOf, column, conditions, filtersOf, pinned, stillPending } from './row-filter.js';
import { BY_ENTITY, rowsQuery, sorting, sourceOf } from './row-queries.js';
import type { Route, RowRoutes } from './row-route.js';
import { VIEW_LIMITS } from './view-limits.js';
import { bestOrder, indexName } from './view-indexes.js';

/** What reading offers besides the read-model port: work for the recovery process. */
export interface ViewSnapshot extends ReadSnapshot {
  /** Reservations made before an instant and neither confirmed nor released, oldest first; entries of a pool name its stream. */
  pendingReservations(before: string, limit: number): Promise<readonly PendingReservation[]>;
}

/** Streams whose events are read with one query. */
const STREAMS_AT_ONCE = 200;

/** The answers of one snapshot, over whatever runs a query within it. */
export class SnapshotQueries implements Omit<ViewSnapshot, 'close'> {
  private known: ProjectedHead | undefined;

  constructor(
    private readonly dialect: QueryDialect,
    private readonly shapes: ReadonlyMap<string, TableShape>,
    private readonly documents: Documents,
    private readonly routes: RowRoutes,
    private readonly run: Run,
  ) {}

  async head(): Promise<ProjectedHead> {
    if (!this.known) {
      const [row] = await this.run(sql`select seq, position, known_time from projected`);
      this.known = { seq: row.seq, position: positionText(row.position), knownTime: row.known_time };
    }
    return this.known;
  }

  async rows(asked: RowQuery): Promise<readonly StoredRow[]> {
    const shape = this.shape(asked.table);
    const query = await this.narrowed(shape, asked);
    const { index } = this.routes.forAll(shape, query);
    const where = allOf(this.filters(shape, query));
    const rows = await this.run(rowsQuery(this.dialect, shape, { index, where, sort: BY_ENTITY, limit: VIEW_LIMITS.rows + 1 }));
    if (rows.length > VIEW_LIMITS.rows) throw tooMany('rows', VIEW_LIMITS.rows);
    return this.shown(shape, query, rows);
  }

  async page(asked: PageQuery): Promise<readonly StoredRow[]> {
    const shape = this.shape(asked.table);
    const { order, limit } = asked;
    if (!(limit >= 1 && limit <= VIEW_LIMITS.pageRows)) throw tooMany('rows on a page', VIEW_LIMITS.pageRows);
    if (!shape.orders.some((declared) => declared.join() === order.join()))
      throw new Error(`${shape.name} declares no order ${order.join(', ')}`);
    const query = await this.narrowed(shape, asked, order);
    const route = await this.routes.forPage(shape, query, order);
    const rows = await (route.inOrder ? this.pageInOrder(shape, query, route) : this.pageSorted(shape, query, route));
    return this.shown(shape, query, rows);
  }

  async docs(table: string, knownAt: number, places: readonly RowPlace[]): Promise<readonly unknown[]> {
    const known = await this.documentsOf(table, [...new Set(places.map(({ entity }) => entity))], knownAt);
    return places.map((place) => docOf(table, known, place));
  }

  async count(query: RowQuery): Promise<number> {
    return this.total(query, sql`count(*)`);
  }

  async sum(query: RowQuery, summed: string): Promise<number> {
    const shape = this.shape(query.table);
    if (shape.columns[summed] !== 'integer') throw new Error(`${shape.name}.${summed} is no number`);
    return this.total(query, sql`coalesce(sum(${column(summed)}), 0)`);
  }

  async entities(table: string, where: Readonly<Record<string, string>>, limit: number): Promise<readonly string[]> {
    const shape = this.shape(table);
    const fixed = Object.entries(where).map(([name, is]) => ({ column: name, is }));
    const best = bestOrder(shape, (name) => name in where);
    const source = this.dialect.through(table, indexName(table, best?.number ?? 0));
    const filter = allOf(conditions(this.dialect, shape, fixed));
    const rows = await this.run(sql`select distinct entity from ${source} where ${filter} limit ${limit}`);
    return rows.map((row) => row.entity as string);
  }

  async journal(query: JournalQuery): Promise<readonly JournalEntry[]> {
    if (!(query.limit >= 1 && query.limit <= VIEW_LIMITS.journalEntries)) throw tooMany('journal entries', VIEW_LIMITS.journalEntries);
    return (await this.run(entriesQuery(this.dialect, query))).map(journalEntry);
  }

  async journalCount(query: Omit<JournalQuery, 'limit'>): Promise<number> {
    const { viewer, upTo, ...narrower } = query;
    // Entries are numbered without gaps: whoever sees all of them need not count.
    if (viewer.seesAll && Object.values(narrower).every((value) => value === undefined)) {
      const { seq } = await this.head();
      return Math.min(upTo ?? seq, seq);
    }
    const [row] = await this.run(entryCountQuery(this.dialect, query));
    return row.n;
  }

  async streams(streams: readonly string[], after: number): Promise<StreamEvents> {
    return JSON.parse(await this.streamsText(streams, after)) as StreamEvents;
  }

  /** The same as text, made of the texts of the events: whoever wants it elsewhere parses it there, once. */
  async streamsText(streams: readonly string[], after: number): Promise<string> {
    const { seq: upTo } = await this.head();
    const rows = await this.run(streamTextsQuery(this.dialect, streams, { after, limit: VIEW_LIMITS.streamEvents + 1 }));
    if (rows.length > VIEW_LIMITS.streamEvents) throw tooMany('events at once', VIEW_LIMITS.streamEvents);
    return streamEventsText(upTo, streams, rows);
  }

  async seqAtInstant(instant: string): Promise<number> {
    return this.lastSeq(sql`j.known_time <= ${instant}`);
  }

  async seqAtPosition(position: StorePosition): Promise<number> {
    return this.lastSeq(sql`j.position <= ${positionNumber(position)}`);
  }

  async knownTime(seq: number): Promise<string | null> {
    const [row] = await this.run(sql`select known_time from journal where seq = ${seq}`);
    return row?.known_time ?? null;
  }

  async pendingReservations(before: string, limit: number): Promise<readonly PendingReservation[]> {
    const source = this.dialect.through('reservation', 'reservation_pending');
    return (await this.run(
      sql`select pool, reservation, owner, command_id as "commandId", amount, recorded_at as "recordedAt" from ${source}
        where ${stillPending()} and recorded_at < ${before} order by recorded_at, pool, reservation limit ${limit}`,
    )) as readonly PendingReservation[];
  }

  /** The last entry a condition holds for that holds up to some entry and for none after it: positions and known times only grow. */
  private async lastSeq(holds: Sql): Promise<number> {
    const [row] = await this.run(
      sql`with recursive half(low, high) as (
        select cast(0 as bigint), coalesce(max(seq), 0) from journal
        union all
        select case when ${holds} then j.seq else low end, case when ${holds} then high else j.seq - 1 end
        from half join journal as j on j.seq = (low + high + 1) / 2 where low < high
      ) select max(low) as seq from half`,
    );
    return row.seq;
  }

  private async pageInOrder(shape: TableShape, query: PageQuery, { index }: Route): Promise<any[]> {
    const { descending = false, limit, after, where = [] } = query;
    const { sort, values } = sorting(shape, query, (name) => pinned(name, where) === undefined);
    const stretches = after ? stretchesAfter(this.dialect, sort, values, descending) : [sql`1 = 1`];
    const filter = allOf(this.filters(shape, query));
    const found: any[] = [];
    for (const stretch of stretches) {
      const where = sql`${filter} and ${stretch}`;
      const wanted = { index, where, sort, descending, limit: limit - found.length };
      found.push(...(await this.run(rowsQuery(this.dialect, shape, wanted))));
      if (found.length >= limit) break;
    }
    return found;
  }

  private async pageSorted(shape: TableShape, query: PageQuery, { index }: Route): Promise<readonly any[]> {
    const { descending = false, limit, after } = query;
    const { sort, values } = sorting(shape, query, () => true);
    const later = after ? [anywhereAfter(this.dialect, sort, values, descending)] : [];
    const where = allOf([...this.filters(shape, query), ...later]);
    return this.run(rowsQuery(this.dialect, shape, { index, where, sort, descending, limit }));
  }

  /** Rows with what they show, folded from the events known at the moment that was asked about. */
  private async shown({ name, columns }: TableShape, query: RowQuery, found: readonly any[]): Promise<StoredRow[]> {
    const { asOf, columnsOnly, fields } = query;
    const told = this.documents.told(name, fields);
    const known =
      columnsOnly || told ? undefined : await this.documentsOf(name, [...new Set<string>(found.map((row) => row.entity))], asOf.knownAt);
    return found.map((row) => {
      const { entity, row_key: key, valid_from: validFrom, valid_to: validTo, known_from: knownFrom } = row;
      const values = Object.fromEntries(Object.keys(columns).map((column) => [column, row[column]]));
      const doc = known ? docOf(name, known, { entity, key, validFrom }) : columnsOnly ? undefined : told?.(values);
      return { entity, key, validFrom, validTo, knownFrom, columns: values, doc };
    });
  }

  private async documentsOf(table: string, entities: readonly string[], knownAt: number): Promise<ReadonlyMap<string, EntityDocuments>> {
    const shown = new Map<string, EntityDocuments>();
    for (let start = 0; start < entities.length; start += STREAMS_AT_ONCE) {
      const some = entities.slice(start, start + STREAMS_AT_ONCE);
      const streams = new Map(some.map((entity) => [this.documents.streamOf(table, entity), entity]));
      const lengths = await this.run(streamLengthsQuery(this.dialect, [...streams.keys()], knownAt));
      const known = new Map<string, ReadStream | undefined>(lengths.map(({ stream, n }) => [stream, this.documents.atHand(stream, n)]));
      await this.readMissing(known);
      for (const { stream, n } of lengths) {
        shown.set(streams.get(stream) as string, this.documents.shown(table, known.get(stream) as ReadStream, n));
      }
    }
    return shown;
  }

  private async readMissing(known: Map<string, ReadStream | undefined>): Promise<void> {
    const missing = [...known].flatMap(([stream, read]) => (read ? [] : [stream]));
    if (missing.length === 0) return;
    const texts = new Map<string, string[]>(missing.map((stream) => [stream, []]));
    for (const { stream, json } of await this.run(streamTextsQuery(this.dialect, missing))) texts.get(stream)?.push(json);
    for (const [stream, own] of texts) known.set(stream, this.documents.keep(stream, own));
  }

  private async total(asked: RowQuery, of: Sql): Promise<number> {
    const shape = this.shape(asked.table);
    const query = await this.narrowed(shape, asked);
    const { index } = this.routes.forAll(shape, query);
    const where = allOf(this.filters(shape, query));
    const [row] = await this.run(sql`select ${of} as n from ${sourceOf(this.dialect, shape, index)} where ${where}`);
    return row.n;
  }

  private narrowed<Q extends RowQuery>(shape: TableShape, query: Q, order?: readonly string[]): Promise<Q> {
    return this.routes.narrowed(shape, query, { order, streams: this.documents.streamOf(shape.name, ''), head: () => this.head() });
  }

  private filters(shape: TableShape, query: RowQuery): Sql[] {
    // Read from where the views are, or beyond: only then is what is known now what was known then.
    const isNow = this.known !== undefined && query.asOf.knownAt >= this.known.seq;
    return filtersOf(this.dialect, shape, query, isNow);
  }

  private shape(table: string): TableShape {
    const shape = this.shapes.get(table);
    if (!shape) throw new Error(`there is no view table ${table}`);
    return shape;
  }
}

function docOf(table: string, known: ReadonlyMap<string, EntityDocuments>, { entity, key, validFrom }: RowPlace): unknown {
  const doc = known.get(entity)?.get(placeOf(key, validFrom));
  if (!doc) throw new Error(`${table}: the events of ${entity} do not give its row with key '${key}' from ${validFrom}`);
  return doc();
}

function tooMany(what: string, limit: number): Fault {
  return new Fault('LIMIT_EXCEEDED', `at most ${limit} ${what} in one answer`, { limit });
}

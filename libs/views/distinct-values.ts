import sql from 'sql-template-tag';
import type { TableShape } from './bitemporal.js';
import { folded, type QueryDialect, type Run, type Sql } from './query-dialect.js';
import { allOf, column, conditions } from './row-filter.js';
import type { ColumnValue } from './view-definition.js';
import { indexName } from './view-indexes.js';

/** Finding the next value costs a seek, which is as much as passing about so many rows of an index. */
const ROWS_PER_VALUE = 8;
/** Beyond so many values, finding them takes longer than a page should. */
const MOST_VALUES = 4_000;
/** Beyond so many new entries of the journal, the values are found anew. */
const MOST_NEWS = 400;
/** Lists of values that are remembered. */
const MOST_LISTS = 16;

/** The part of an index in which its first columns have one value each. */
export interface IndexPart {
  readonly shape: TableShape;
  /** What the streams of the table's entities begin with. */
  readonly streams: string;
  /** Which of the table's orders. */
  readonly order: number;
  readonly pins: readonly { readonly column: string; readonly is: ColumnValue }[];
  /** The first column that varies. */
  readonly column: string;
}

interface Learned {
  /** By then the ledger is twice as long, and whether values repeat is looked at again. */
  readonly until: number;
  /** The journal number up to which the values are all there. */
  readonly upTo: number;
  /** Each with what is compared of it; undefined where they do not repeat enough. */
  readonly values: Map<string, string> | undefined;
}

/**
 * The different values of a column, where they are far fewer than the rows: found by seeking from each to the next, then kept, with what is
 * recorded later added. Rows are only added, so that no value goes.
 */
export class DistinctValues {
  private readonly learned = new Map<string, Learned>();

  constructor(
    private readonly dialect: QueryDialect,
    private readonly run: Run,
    /** In no more rows than these it does not pay to look for values. */
    private readonly fewRows: number,
  ) {}

  /** Every value that holds the text; undefined where it is no dearer to test each row. `seq` is the number of the snapshot. */
  async holding(part: IndexPart, text: string, seq: number): Promise<readonly string[] | undefined> {
    const key = JSON.stringify([part.shape.name, part.order, part.pins]);
    const known = await this.upTo(seq, part, this.learned.get(key));
    if (this.learned.size >= MOST_LISTS && !this.learned.has(key)) this.learned.clear();
    this.learned.set(key, known);
    if (!known.values) return undefined;
    const wanted = folded(text);
    const found = [...known.values].flatMap(([value, compared]) => (compared.includes(wanted) ? [value] : []));
    // A page of what so many rows meet is full before most rows are tested.
    return found.length > 1 && found.length * 4 > known.values.size ? undefined : found;
  }

  private async upTo(seq: number, part: IndexPart, known?: Learned): Promise<Learned> {
    if (!known || seq >= known.until)
      return { until: 2 * seq + 1, upTo: seq, values: (await this.repeat(part)) ? await this.all(part) : undefined };
    if (!known.values || seq <= known.upTo) return known;
    if (seq - known.upTo > MOST_NEWS) return { ...known, upTo: seq, values: await this.all(part) };
    for (const value of await this.since(part, known.upTo)) known.values.set(value, folded(value));
    return { ...known, upTo: seq, values: known.values.size > MOST_VALUES ? undefined : known.values };
  }

  private async repeat(part: IndexPart): Promise<boolean> {
    const own = column(part.column);
    const some = sql`select ${own} as value from ${this.indexed(part)} order by ${own} limit ${this.fewRows}`;
    const [row] = await this.run(sql`select count(*) as n, count(distinct value) as d from (${some}) as some_rows`);
    return row.n >= this.fewRows && row.d * ROWS_PER_VALUE <= row.n;
  }

  /** Undefined when there are too many. */
  private async all(part: IndexPart): Promise<Map<string, string> | undefined> {
    const own = column(part.column);
    const next = sql`select ${own} from ${this.indexed(part)} and ${own} > walk.value order by ${own} limit 1`;
    const walk = sql`select min(${own}) from ${this.indexed(part)} union all select (${next}) from walk where walk.value is not null`;
    const rows = await this.run(sql`with recursive walk(value) as (${walk} limit ${MOST_VALUES + 2}) select value from walk`);
    return rows.length > MOST_VALUES + 1 ? undefined : new Map(texts(rows).map((value) => [value, folded(value)]));
  }

  /** Of the entities about which something was recorded since. */
  private async since({ shape, streams, pins, column: name }: IndexPart, seq: number): Promise<string[]> {
    const journal = this.dialect.through('journal', 'journal_order');
    const news = await this.run(sql`select distinct stream from ${journal} where seq > ${seq}`);
    const entities = news.flatMap(({ stream }) => (stream.startsWith(streams) ? [stream.slice(streams.length)] : []));
    if (entities.length === 0) return [];
    const where = allOf([this.dialect.anyOf(column('entity'), entities), ...conditions(this.dialect, shape, pins)]);
    return texts(await this.run(sql`select distinct ${column(name)} as value from ${this.dialect.byKey(shape.name)} where ${where}`));
  }

  private indexed({ shape, order, pins }: IndexPart): Sql {
    return sql`${this.dialect.through(shape.name, indexName(shape.name, order))} where ${allOf(conditions(this.dialect, shape, pins))}`;
  }
}

function texts(rows: readonly { readonly value: string | null }[]): string[] {
  return rows.flatMap(({ value }) => (value === null ? [] : [value]));
}

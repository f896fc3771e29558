import type { Aggregate } from '../ledger/aggregate.js';
import type { Audience, LedgerEvent } from '../ledger/envelope.js';

export type ColumnType = 'text' | 'integer';
export type ColumnValue = string | number | null;

/** One row of a bitemporal table: what holds about an entity in one period, as known now. */
export interface ViewRow {
  /** Tells apart rows of one entity that hold at the same time; '' when there is only one. */
  readonly key: string;
  /** Legal dates, [validFrom, validTo). `ALWAYS` when it does not depend on time. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly audience: Audience;
  /** Searchable and sortable values. */
  readonly columns: Readonly<Record<string, ColumnValue>>;
  /** What a resolver shows; plain JSON, personal texts still sealed. Not stored: it is folded from the events when it is asked. */
  readonly doc: () => unknown;
}

export const BEGIN_OF_TIME = '0001-01-01';
export const END_OF_TIME = '9999-12-31';
export const ALWAYS = { validFrom: BEGIN_OF_TIME, validTo: END_OF_TIME } as const;

/**
 * A bitemporal table of one aggregate. `rows` is pure: the complete set of rows for the state as it is known now. The
 * projector compares it with the set before the event, closes what changed and inserts what is new.
 */
export interface TableDefinition<State> {
  readonly name: string;
  /** Raise it when `rows` gives other output for the same events; golden rows tell when. */
  readonly version: number;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /**
   * Orders in which lists are asked, each a list of columns; every one gets an index that holds the whole filter. A table without any is asked
   * per entity only.
   */
  readonly orders: readonly (readonly string[])[];
  /**
   * Gets an index by when the ledger learned its rows: for a table that somebody follows (`knownSince`), or that is listed as a whole, also as of
   * a moment at which little was known yet.
   */
  readonly known?: boolean;
  /**
   * The parts of the state that `rows` looks at. While an event leaves each of them the very object it was, the rows are not worked out again.
   * Without it they are after every event of the aggregate. A test reads along with `rows`.
   */
  readonly reads?: readonly (keyof State & string)[];
  rows(state: State, id: string): readonly ViewRow[];
  /** Fields of the documents that the columns tell as well, the same of every row: for whoever asks for no others, nothing is folded. */
  told?(columns: ViewRow['columns']): Readonly<Record<string, unknown>>;
}

/** What the projector needs of one aggregate. */
export interface Projection<State = any> {
  readonly aggregate: Aggregate<State, LedgerEvent<any, any>>;
  readonly tables: readonly TableDefinition<State>[];
}

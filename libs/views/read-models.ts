import type { ParsedEvent } from '../ledger/codec.js';
import type { StorePosition } from '../ledger/event-store.js';
import type { ColumnValue } from './view-definition.js';

/** Who is looking. Auditors and the administrator see everything; others what is public or names their party. */
export interface Viewer {
  readonly party: string | null;
  readonly seesAll: boolean;
}

/** Both axes: the legal date that is asked about, and the journal number up to which the ledger's knowledge counts. */
export interface AsOf {
  readonly validAt: string;
  readonly knownAt: number;
}

/** Which row of a table, among those known at one moment. */
export type RowPlace = Pick<StoredRow, 'entity' | 'key' | 'validFrom'>;

export interface StoredRow {
  readonly entity: string;
  readonly key: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly knownFrom: number;
  readonly columns: Readonly<Record<string, ColumnValue>>;
  /** What the row shows, as known at the moment that was asked about; undefined when only columns were asked. */
  readonly doc: any;
}

export type Condition =
  | { readonly column: string; readonly is: ColumnValue | readonly ColumnValue[] }
  | { readonly column: string; readonly from?: ColumnValue; readonly until?: ColumnValue }
  /** Case-insensitive part of a text. */
  | { readonly column: string; readonly contains: string };

export interface RowQuery {
  readonly table: string;
  readonly asOf: AsOf;
  readonly viewer: Viewer;
  readonly where?: readonly Condition[];
  readonly entities?: readonly string[];
  /** Spares folding what the rows show. */
  readonly columnsOnly?: boolean;
  /** Fields of what the rows show that will be looked at; all of them when absent. What the columns tell needs no folding. */
  readonly fields?: readonly string[];
  /** Only what the ledger learned after this journal number; of a table that is followed. */
  readonly knownSince?: number;
}

export interface PageQuery extends RowQuery {
  /** One of the table's declared orders. */
  readonly order: readonly string[];
  readonly descending?: boolean;
  readonly limit: number;
  /** Values of the order's columns, then entity and key, of the last row of the page before. */
  readonly after?: readonly ColumnValue[];
}

export interface JournalEntry {
  readonly seq: number;
  readonly position: StorePosition;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  /** The stored text of the whole event, personal fields sealed; empty where it was not wanted. */
  readonly json: string;
}

export interface JournalQuery {
  readonly viewer: Viewer;
  /** Entries with a higher (or, descending, lower) number. */
  readonly after?: number;
  readonly upTo?: number;
  readonly descending?: boolean;
  readonly limit: number;
  /** Only what the journal itself tells, without the texts. */
  readonly textless?: boolean;
  readonly types?: readonly string[];
  /** Entries of this stream, or that touch it. */
  readonly subject?: string;
  readonly stream?: string;
  readonly actor?: string;
  readonly party?: string;
  readonly commandId?: string;
}

export interface ProjectedHead {
  /** Journal number of the last projected ledger event; 0 when there is none. */
  readonly seq: number;
  /** Store position up to which everything is projected. */
  readonly position: StorePosition;
  /** Running maximum of recordedAt; null on an empty ledger. */
  readonly knownTime: string | null;
}

/** One event of a stream, with its number in the journal. */
export interface NumberedEvent {
  readonly seq: number;
  readonly event: ParsedEvent;
}

/** Events of some streams, in the order in which the streams were named. */
export interface StreamEvents {
  /** The journal number up to which they are all there: that of the snapshot. */
  readonly upTo: number;
  readonly streams: readonly (readonly NumberedEvent[])[];
}

/** All answers come from the ledger at exactly one position. Bounded in time; close it. */
export interface ReadSnapshot {
  head(): Promise<ProjectedHead>;
  /** Rows in force at `asOf`, visible to the viewer. */
  rows(query: RowQuery): Promise<readonly StoredRow[]>;
  page(query: PageQuery): Promise<readonly StoredRow[]>;
  /** What rows show that were read with `columnsOnly`, in their order. */
  docs(table: string, knownAt: number, places: readonly RowPlace[]): Promise<readonly unknown[]>;
  count(query: RowQuery): Promise<number>;
  /** An integer column of the same rows, added up. */
  sum(query: RowQuery, column: string): Promise<number>;
  /** Entities of which some row ever had these values, at any date and whoever may see them: for decisions, which then fold what they need. */
  entities(table: string, where: Readonly<Record<string, string>>, limit: number): Promise<readonly string[]>;
  journal(query: JournalQuery): Promise<readonly JournalEntry[]>;
  journalCount(query: Omit<JournalQuery, 'limit'>): Promise<number>;
  /** All events of each of these streams after a journal number, whoever may see them: for folds, never for showing as they are. */
  streams(streams: readonly string[], after: number): Promise<StreamEvents>;
  /** The last number recorded at or before an instant. */
  seqAtInstant(instant: string): Promise<number>;
  /** When the ledger knew what it did up to a number; null before the first. */
  knownTime(seq: number): Promise<string | null>;
  /** The last number at or before a store position. */
  seqAtPosition(position: StorePosition): Promise<number>;
  close(): Promise<void>;
}

export interface ReadModels {
  /** @throws Fault UNAVAILABLE while the views are being built */
  snapshot(): ReadSnapshot;
  /** Resolves true as soon as everything up to the position is projected, false after `timeoutMs`. */
  waitFor(position: StorePosition, timeoutMs: number): Promise<boolean>;
  head(): ProjectedHead;
  /** Called after each projected batch; returns the way to stop. */
  onProjected(listener: (head: ProjectedHead) => void): () => void;
}

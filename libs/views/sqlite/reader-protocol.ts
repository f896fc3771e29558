import type { FaultCategory } from '../../ledger/errors.js';
import type { ViewSnapshot } from '../snapshot-queries.js';

export type SnapshotMethod = Exclude<keyof ViewSnapshot, 'close'>;

export interface ReaderSetup {
  /** Module that exports `projections: readonly Projection[]`. */
  readonly projectionsUrl: string;
}

export type ReaderRequest =
  /** The first question of a snapshot opens it, on this file. */
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly snapshot: number;
      readonly file: string;
      readonly method: SnapshotMethod;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'release'; readonly snapshot: number }
  /** No more snapshots on this file: close what is open on it. */
  | { readonly kind: 'retire'; readonly id: number; readonly file: string }
  | { readonly kind: 'stop' };

export type ReaderReply =
  | { readonly id: number; readonly value: unknown }
  /** Rows and events as text, which crosses to another thread several times faster than as objects. */
  | { readonly id: number; readonly json: string }
  | {
      readonly id: number;
      readonly fault: { readonly category: FaultCategory; readonly message: string; readonly details: Readonly<Record<string, unknown>> };
    }
  | { readonly id: number; readonly bug: string };

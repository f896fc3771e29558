import type { Actor, Aggregate, CommandRule } from './aggregate.js';
import type { LedgerEvent } from './envelope.js';
import type { StorePosition } from './event-store.js';
import type { Pin, Refusal } from './refusal.js';

/** What a bound command asks of the ledger. */
export interface CommandRequest<State = any, Command extends object = any> {
  /** Name of the command, e.g. `GrantMandate`. */
  readonly type: string;
  readonly aggregate: Aggregate<State>;
  readonly rule: CommandRule<State, Command>;
  readonly command: Command;
  /** UUID; repeats of it are answered with what the first one recorded. */
  readonly commandId: string;
  /** The caller made the command id itself, just now, so that nobody can have used it. */
  readonly newCommandId?: boolean | undefined;
  readonly expectedRevision?: number | undefined;
  readonly actor: Actor;
  /** The party on whose behalf; null for the administrator acting as such. */
  readonly actingFor: string | null;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly traceParent?: string | undefined;
  readonly declaredNotBsn?: readonly string[] | undefined;
}

export type Outcome =
  | {
      readonly kind: 'recorded';
      readonly stream: string;
      readonly revision: number;
      readonly position: StorePosition;
      /** As found in the store: the answer to a repeat is the answer to the first. */
      readonly events: readonly LedgerEvent[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly recordedAs?: Pin; readonly position?: StorePosition };

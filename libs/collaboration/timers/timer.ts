import type { Audience } from '../../ledger/envelope.js';
import type { LocalDate } from '../../ledger/local-date.js';
import type { Condition } from '../../views/read-models.js';
import type { BilingualText } from '../../ledger/refusal.js';

/** A command that the ledger itself gives when a day comes: its class's name, and its input without a command id. */
export interface TimedCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * What will come due on a day if nothing changes: a term's end, a review, an answer that is awaited. It follows from the state alone,
 * so that it moves when the state does, and is gone when nothing is due any more.
 */
export interface Timer {
  /** Unique within the aggregate. A timer fires once per key and day: one that moves to another day fires again. */
  readonly key: string;
  readonly on: LocalDate;
  /** In capitals, e.g. `MANDATE_EXPIRY`: what one asks `upcoming` for. */
  readonly kind: string;
  readonly text: BilingualText;
  /** Who may see that it comes due. */
  readonly audience: Audience;
  /** Parties it concerns: whose list of what comes due it stands in. */
  readonly parties: readonly string[];
  /** What the ledger records that day, if anything; without it the timer only shows. */
  readonly command?: TimedCommand;
  /** Other aggregates act on it (`Follower`). */
  readonly followed?: true;
}

/** An aggregate's timers in a state. Pure: it knows no today, so that what is past due stands there too. */
export type Due<State> = (state: State, id: string) => readonly Timer[];

/** A timer that came due, as those who act on it know it. */
export interface CameDue {
  /** Id of the aggregate whose timer it is. */
  readonly entity: string;
  readonly on: LocalDate;
}

/**
 * Acts when a timer of another aggregate fires: a mandate lapses when its parent ends. Whom it concerns is looked up in a view as it
 * stands on that day.
 */
export interface Follower {
  /** Kinds of timers that are followed. */
  readonly kinds: readonly string[];
  /** The own table, and the column that names the timer's aggregate; the first of a declared order. */
  readonly table: string;
  readonly order: readonly [string, ...string[]];
  /** Of those, only these. */
  readonly where?: readonly Condition[];
  /** Where an aggregate names the one that took its place: what came due for that one concerns the earlier ones' followers too. */
  readonly through?: { readonly table: string; readonly order: readonly [string, ...string[]] };
  /** For one row that was found, by its entity. */
  command(id: string, due: CameDue): TimedCommand;
}

import type { Audience, DecidedBy, LedgerEvent, Origin, Period } from './envelope.js';
import type { InputProblem } from './errors.js';
import type { EventDefinition, StreamRef } from './event-definition.js';
import type { Pin, Refusal } from './refusal.js';

/** One kind of stream: its events, its state and how events make state. Pure. */
export interface Aggregate<State, Event extends LedgerEvent = LedgerEvent> {
  /** Stream category, e.g. `party`. */
  readonly name: string;
  readonly events: readonly EventDefinition[];
  /** State before the first event. */
  readonly initial: State;
  evolve(state: State, event: Event): State;
}

/** Roles a token can carry. */
export const ROLES = ['member', 'registrar', 'auditor', 'resident', 'service', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking, from the token. */
export interface Actor {
  /** Pseudonymous id. */
  readonly person: string;
  /** The party the token speaks for; null for auditors, residents and the administrator. */
  readonly party: string | null;
  readonly role: Role;
}

/** An aggregate as it was read for a decision. */
export interface Loaded<State> {
  readonly exists: boolean;
  readonly state: State;
  readonly revision: number;
  /** The last event read; absent when the stream does not exist. */
  readonly pin: Pin | undefined;
}

/** Finds aggregates by a value in a view, e.g. whoever holds a power. What is found is loaded from the log itself. */
export interface Lookup {
  readonly aggregate: string;
  /** A table of the aggregate's view, and what its columns must be or have been; every date counts. */
  readonly table: string;
  readonly where: Readonly<Record<string, string>>;
}

/** The streams a decider asked for, at the revisions it may rely on. */
export interface LoadedStreams {
  of<State>(aggregate: Pick<Aggregate<State>, 'name' | 'initial'>, id: string): Loaded<State>;
  /** Ids a lookup of this decision found; they are loaded too. */
  found(lookup: Lookup): readonly string[];
}

export interface DecideContext {
  readonly commandId: string;
  /** Id of the aggregate the command is about. */
  readonly subjectId: string;
  readonly actor: Actor;
  /** The party on whose behalf; null for the administrator acting as such. */
  readonly actingFor: string | null;
  /** The ledger's clock: instant in UTC, and the legal date it falls on in Europe/Amsterdam. */
  readonly now: string;
  readonly today: string;
  readonly loaded: LoadedStreams;
}

/** What a decider wants recorded; the kernel adds the envelope. */
export interface EventDraft {
  readonly type: string;
  readonly data: unknown;
  readonly actDate?: string | undefined;
  readonly valid?: Period | undefined;
  readonly decidedBy?: DecidedBy | undefined;
  readonly origin?: Origin | undefined;
  /** Narrower than the type's default, or with other parties. */
  readonly audience?: Audience | undefined;
  readonly mandate?: Pin | undefined;
  readonly legalBasis?: readonly string[] | undefined;
}

/** A share of a limited resource: a unique value (capacity 1) or cents of a yearly limit. */
export interface Reservation {
  /** Stream without its prefix, e.g. `claim-kvk-12345678`, `mandate-use-<mandate>-2025`. */
  readonly pool: string;
  readonly amount: number;
  readonly capacity: number;
  /** The refusal when the pool has too little left; absent when it counts in any case, because it happened. */
  whenFull?(available: number, heldBy: readonly string[]): Refused;
}

export interface Accepted {
  readonly accepted: readonly EventDraft[];
  readonly reserve?: readonly Reservation[];
  /** Pools in which what this aggregate holds is given back once the events are stored. */
  readonly release?: readonly string[];
  /** What to record instead when shares that count in any case turned out to go beyond these pools. */
  whenBeyond?(pools: readonly string[]): readonly EventDraft[];
}
export interface Refused {
  readonly refused: Refusal;
  /** Recorded once per actor, subject, rule and mandate per day. Only for refusals of authority. */
  readonly record?: EventDraft;
}
/** The actor may not do this at all (no rule of law about it): FORBIDDEN. */
export interface Forbidden {
  readonly forbidden: string;
}
/** The input contradicts itself or the streams it names: BAD_USER_INPUT, all problems at once. */
export interface Invalid {
  readonly invalid: readonly InputProblem[];
}
export type Decision = Accepted | Refused | Forbidden | Invalid;

/** A stream a decider needs. A missing one is NOT_FOUND unless optional. */
export interface Need extends StreamRef {
  readonly optional?: boolean;
}

/** What a command means for its aggregate. `needs` is asked again until it adds nothing. */
export interface CommandRule<State, Command> {
  /** Where the command names its subject; absent for a command that creates one. */
  readonly subject?: (command: Command) => string;
  needs?(command: Command, state: State, loaded: LoadedStreams): readonly Need[];
  /** Asked together with `needs`. Waits until everything appended so far is in the views. */
  lookups?(command: Command, state: State, loaded: LoadedStreams): readonly Lookup[];
  decide(command: Command, state: State, context: DecideContext): Decision;
}

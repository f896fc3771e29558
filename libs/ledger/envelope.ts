import type { Pin } from './refusal.js';

/** public: all; partners: the parties to the subject; internal: the recording party; confidential: named parties. Auditors read all. */
export const AUDIENCE_LEVELS = ['public', 'partners', 'internal', 'confidential'] as const;
export type AudienceLevel = (typeof AUDIENCE_LEVELS)[number];

/** Who may read an event. `parties` is the complete list of readers below *public*. */
export interface Audience {
  readonly level: AudienceLevel;
  readonly parties: readonly string[];
}

/** A period of legal dates: [from, until), `until` exclusive; null is open-ended. */
export interface Period {
  readonly from: string;
  readonly until: string | null;
}

/** How the fact reached the ledger. */
export type Origin =
  | { readonly kind: 'firsthand' }
  | { readonly kind: 'registeredAfterwards'; readonly source: string }
  | { readonly kind: 'imported'; readonly source: string; readonly attester: string };

/** In whose name something was decided, when that is another than the recorder. */
export interface DecidedBy {
  /** The party or body in whose name. */
  readonly party?: string;
  readonly post?: string;
  /** Pseudonymous id of the person who decided. */
  readonly actor?: string;
}

/**
 * Envelope v1: everything an event carries besides its data. Optional fields are absent, never null. Stream and
 * revision are inside, so that a gap shows even in a filtered bundle.
 */
export interface Envelope {
  readonly format: 1;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** Logical stream id, without any store prefix. */
  readonly stream: string;
  readonly revision: number;
  /** When the ledger learned it: an instant in UTC with milliseconds, from the ledger's own clock. */
  readonly recordedAt: string;
  /** Pseudonymous id of whoever records. */
  readonly recordedBy: string;
  /** The party on whose behalf it was recorded; absent for the ledger's administrator. */
  readonly actedFor?: string;
  readonly decidedBy?: DecidedBy;
  /** When the instrument was signed or the decision taken: a legal date (Europe/Amsterdam). */
  readonly actDate?: string;
  /** When it holds. */
  readonly valid?: Period;
  readonly origin: Origin;
  readonly audience: Audience;
  /** The mandate under which it was done. */
  readonly mandate?: Pin;
  readonly legalBasis?: readonly string[];
  /** Other streams at the revisions the decision was based on. */
  readonly pins: readonly Pin[];
  /** Reservations this event takes up; the recovery process confirms or fences them. */
  readonly reservations?: readonly string[];
  /** Input positions whose nine digits were declared not to be a citizen service number (BSN). */
  readonly declaredNotBsn?: readonly string[];
  /** True for a recorded refused attempt: it is no answer to its command id. */
  readonly refusedAttempt?: true;
  readonly commandId: string;
  readonly commandDigest: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** W3C trace parent of the request. */
  readonly traceParent?: string;
  /** 128 random bits (base64url), so that the leaf hash of a guessable event cannot be guessed. */
  readonly salt: string;
}

/** An event as the domain and the views see it: upcast to its latest version, personal fields still sealed. */
export interface LedgerEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly envelope: Envelope;
}

import type { LocalDate } from '../ledger/local-date.js';
import type { Pin } from '../ledger/refusal.js';
import type { LinkKind } from './authority-link.js';
import type { VatBasis } from './powers.js';

/** What is to be decided, or was. */
export interface AuthorityQuestion {
  /** Code of the power. */
  readonly power: string;
  /** Over the whole term; null when no money is involved. */
  readonly amountCents: number | null;
  /** Default `notApplicable`. */
  readonly vat?: VatBasis;
  readonly areaCode: string | null;
  readonly beneficiary?: string | null;
  /** The case it is decided in; a grant for one case covers no other. */
  readonly forCase?: string | null;
  /** The decision's act date. */
  readonly onDate: LocalDate;
  /** The post (or body) that decides; when given, the last link must be held by it on that day. */
  readonly holder?: string;
  /** Kinds of grant that empower to this act; default every kind but a signing mandate. */
  readonly kinds?: readonly LinkKind[];
}

export const FAILURE_REASONS = [
  'ACT_DATE_LATER',
  'REVOKED',
  'LAPSED',
  'AWAITING_CONSENT',
  'NOT_IN_FORCE',
  'TERM_ENDED',
  'SUSPENDED',
  'PARENT_ENDED',
  'PARENT_NOT_IN_FORCE',
  'CHAIN_BROKEN',
  'SUB_MANDATE_NOT_ALLOWED',
  'OTHER_KIND',
  'OTHER_HOLDER',
  'OTHER_CASE',
  'POWER',
  'AMOUNT',
  'TERRITORY',
  'HELD_BY_ANOTHER_BODY',
  'DELEGATED_AWAY',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Why one link does not carry the decision; `reasons` has at least one, the most telling first. */
export interface LinkFailure {
  readonly stream: string;
  readonly pin: Pin;
  readonly reasons: readonly FailureReason[];
}

/** Something only a person can judge: a condition in words, or amounts on another VAT basis. */
export interface HumanCheck {
  readonly stream: string;
  readonly why: 'CONDITION' | 'VAT_BASIS';
  /** The condition's own words; empty for VAT_BASIS. */
  readonly text: string;
}

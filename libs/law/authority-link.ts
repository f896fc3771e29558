import type { LocalDate } from '../ledger/local-date.js';
import type { Pin } from '../ledger/refusal.js';
import type { SetUntil } from '../ledger/timeline.js';
import type { Limit, PowerScope, Territory } from './powers.js';

/**
 * mandate: mandaat · powerOfAttorney: volmacht (private-law acts) · authorisation: machtiging (factual acts) ·
 * delegation: delegatie · signingMandate: ondertekeningsmandaat · attribution: attributie, recorded and never granted.
 * A sub-mandate is a link of one of these kinds that has a parent.
 */
export const LINK_KINDS = ['mandate', 'powerOfAttorney', 'authorisation', 'delegation', 'signingMandate', 'attribution'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Whose consent a holder outside the grantor's responsibility needs (Awb 10:4 lid 1). */
export const CONSENTERS = ['holder', 'organisation'] as const;
export type Consenter = (typeof CONSENTERS)[number];

/** What a grant says, field by field; an amendment changes some of the fields. */
export interface LinkTerms {
  readonly powers: PowerScope;
  readonly limits: readonly Limit[];
  readonly territory: Territory;
  /** Whatever no code can judge, exclusions in words included: a verdict that meets one asks for a person. */
  readonly conditions: readonly string[];
  /** The one case a grant is for; null for a general grant. */
  readonly forCase: string | null;
  readonly subMandateAllowed: boolean;
}

/** What an act does to a link. Dates are valid time: from when it works. */
export type ActEffect =
  | {
      readonly kind: 'granted';
      readonly from: LocalDate;
      readonly until: LocalDate | null;
      /** The post, body or organisation that receives it. */
      readonly holder: string;
      readonly terms: LinkTerms;
      readonly consentsNeeded: readonly Consenter[];
    }
  | { readonly kind: 'consented'; readonly by: Consenter; readonly from: LocalDate }
  | { readonly kind: 'amended'; readonly from: LocalDate; readonly to?: SetUntil; readonly terms: Partial<LinkTerms> }
  /** From a day on the term runs until another day, e.g. after an extension. */
  | { readonly kind: 'termChanged'; readonly from: LocalDate; readonly until: LocalDate | null }
  | { readonly kind: 'suspended'; readonly from: LocalDate; readonly until: LocalDate | null }
  | { readonly kind: 'resumed'; readonly from: LocalDate }
  | { readonly kind: 'revoked'; readonly from: LocalDate }
  /** Ended by something else than the grantor: the post abolished without successor. */
  | { readonly kind: 'lapsed'; readonly from: LocalDate }
  /** The holder's post was succeeded by another. */
  | { readonly kind: 'succeeded'; readonly from: LocalDate; readonly holder: string };

/** One act in a link's history: what was done, and on which day it was done. */
export interface LinkAct {
  readonly pin: Pin;
  /** Null when nobody recorded it: then the day from which it works counts, with a warning. */
  readonly actDate: LocalDate | null;
  readonly effect: ActEffect;
}

/** Another decision under the same link, which counts against its yearly limits. */
export interface LinkUse {
  /** The decision's date. */
  readonly onDate: LocalDate;
  readonly amountCents: number;
  readonly beneficiary: string | null;
}

/** A mandate, delegation or attribution as plain data: everything known of it, in the order it was recorded. */
export interface AuthorityLink {
  /** Stream of the mandate or attribution. */
  readonly stream: string;
  /** Where the stream stood when it was read. */
  readonly pin: Pin;
  readonly kind: LinkKind;
  /** The body, or the post that holds the parent; null for an attribution. */
  readonly grantor: string | null;
  /** Stream of the mandate it was granted under; null for a grant by the body itself. */
  readonly parent: string | null;
  readonly acts: readonly LinkAct[];
  readonly uses?: readonly LinkUse[];
}

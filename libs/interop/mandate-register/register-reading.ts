import type { BilingualText } from '../../ledger/refusal.js';
import type { QuoteProblemCode } from '../csv/csv-records.js';
import type { FileProblem } from '../csv/import-file.js';
import type { ImportProblem } from '../csv/import-problem.js';

/** Kind of bevoegdheidsverlening. A signing mandate (ondertekeningsmandaat, Awb 10:11) is a mandaat to sign only. */
export type GrantKind = 'mandaat' | 'volmacht' | 'machtiging' | 'delegation' | 'signing';

/** The administrative body (bestuursorgaan) whose power it is: college, burgemeester, gemeenteraad. */
export type GrantingBody = 'college' | 'mayor' | 'council';

export interface PlannedPost {
  readonly name: string;
  /** Everyone who holds such a post, e.g. every budget holder (budgethouder). */
  readonly category: boolean;
  /** `own`: under the importing party. `unidentified`: elsewhere (the row asks consent), and the register does not say where. */
  readonly organisation: 'own' | 'unidentified';
}

export interface PlannedHolder extends PlannedPost {
  /** Set when the holder is a body of the municipality itself; then there is no post to establish. */
  readonly body?: GrantingBody;
}

/** At most this much for each decision or act, up to and including the amount. */
export interface PlannedLimit {
  readonly amountCents: number;
  readonly per: 'act';
  readonly vat: 'included' | 'excluded' | 'notStated';
}

export type GrantWarningCode = 'INSTRUMENT_HASH_UNKNOWN' | 'ACT_DATE_UNKNOWN' | 'HOLDER_ORGANISATION_UNIDENTIFIED';

/** One mandate to register. `grantKey` identifies it within a party. */
export interface PlannedGrant {
  readonly nr: string;
  readonly level: 1 | 2;
  readonly kind: GrantKind;
  /** The body at the head of the chain. At level 2 the grantor itself is the holder of the parent. */
  readonly grantor: GrantingBody;
  readonly holder: PlannedHolder;
  /** Key of the first-level grant that a sub-mandate (ondermandaat) pins; absent at level 1. */
  readonly parentKey?: string;
  /** The post to which the grantor allows a sub-mandate; absent when it allows none. */
  readonly subMandateAllowedFor?: PlannedHolder;
  readonly power: { readonly code: string; readonly name: string };
  /** The whole cell, and the same cut at its semicolons. It belongs to every mandate of the row. */
  readonly legalBasis: { readonly text: string; readonly citations: readonly string[] };
  readonly limits: readonly PlannedLimit[];
  /** Restrictions that stay words, in the register's own wording. */
  readonly conditions: readonly string[];
  /** True when there are conditions: no computer can say whether they are met. */
  readonly humanCheckRequired: boolean;
  /** Instemming (Awb 10:4) is needed before this grant holds. */
  readonly needsConsent: boolean;
  /** What it is on its start date, its parent considered. */
  readonly startState: 'inForce' | 'awaitingConsent';
  /** Ingangsdatum, `YYYY-MM-DD`. */
  readonly start: string;
  /** Vindplaats: the publication, regulation or case in which the written instrument is found. */
  readonly instrument: string;
  readonly warnings: readonly GrantWarningCode[];
}

export type RowWarningCode = GrantWarningCode | 'LEGAL_BASIS_NOT_RECOGNISED' | 'POST_ALSO_WRITTEN_OTHERWISE';
export interface RowWarning {
  readonly code: RowWarningCode;
  readonly column: number;
  readonly columnName: string;
  readonly message: BilingualText;
}

export type RowProblemCode =
  | QuoteProblemCode
  | 'TOO_MANY_FIELDS'
  | 'TOO_FEW_FIELDS'
  | 'EMPTY_VALUE'
  | 'TEXT_TOO_LONG'
  | 'UNREADABLE_CHARACTER'
  | 'MISPLACED_VALUE'
  | 'INVALID_NR'
  | 'UNKNOWN_KIND'
  | 'UNKNOWN_BODY'
  | 'REPEATED_BODY'
  | 'SEVERAL_HOLDERS'
  | 'INVALID_DATE'
  | 'INVALID_INSTRUMENT'
  | 'SIGNING_RESTRICTION_WITHOUT_BASIS'
  | 'SIGNING_BASIS_WITHOUT_RESTRICTION'
  | 'SIGNING_NOT_A_MANDAAT'
  | 'CONSENT_UNCLEAR'
  | 'SUB_MANDATE_OF_DELEGATION'
  | 'GRANT_TO_ITSELF'
  | 'REPEATED_KEY';
export type RowProblem = ImportProblem<RowProblemCode>;

interface RowPlace {
  /** First and last physical line of the row, from 1. */
  readonly line: number;
  readonly endLine: number;
  /** The row's Nr as written; null when its first field cannot be told. */
  readonly nr: string | null;
}
export interface ReadRow extends RowPlace {
  readonly kind: 'read';
  readonly nr: string;
  /** Parents before their sub-mandates. */
  readonly grants: readonly PlannedGrant[];
  readonly posts: readonly PlannedPost[];
  readonly warnings: readonly RowWarning[];
}
/** Nothing of this row is recorded. */
export interface ReportedRow extends RowPlace {
  readonly kind: 'reported';
  readonly problems: readonly RowProblem[];
}
export type RegisterRow = ReadRow | ReportedRow;

export interface RegisterTotals {
  readonly rows: number;
  readonly read: number;
  readonly reported: number;
  readonly grants: number;
  readonly firstLevel: number;
  readonly sub: number;
  readonly byKind: Readonly<Record<GrantKind, number>>;
  readonly byGrantor: Readonly<Record<GrantingBody, number>>;
  readonly inForceAtStart: number;
  readonly awaitingConsent: number;
  readonly withLimit: number;
  readonly posts: number;
}

export interface RegisterReading {
  /** Why nothing could be read at all; then there are no rows. */
  readonly problem: FileProblem | null;
  readonly rows: readonly RegisterRow[];
  /** Every post the grants name, once each. */
  readonly posts: readonly PlannedPost[];
  readonly totals: RegisterTotals;
}

/**
 * What makes two planned grants of one party the same mandate: Vindplaats, Nr, body, holder and level. Unambiguous text, so
 * that an id can be derived from it and a second import finds what the first recorded.
 */
export function grantKey(grant: Pick<PlannedGrant, 'instrument' | 'nr' | 'grantor' | 'holder' | 'level'>): string {
  return JSON.stringify([grant.instrument, grant.nr, grant.grantor, grant.holder.name, grant.level]);
}

/** What makes two planned posts the same post of one party. */
export function postKey(post: Pick<PlannedPost, 'name' | 'organisation'>): string {
  return JSON.stringify([post.organisation, post.name]);
}

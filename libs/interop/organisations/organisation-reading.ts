import type { QuoteProblemCode } from '../csv/csv-records.js';
import type { FileProblem } from '../csv/import-file.js';
import type { ImportProblem } from '../csv/import-problem.js';

/** The party kinds that the TOOI value lists distinguish; all are among the kinds of a party. */
export type ListedPartyKind =
  'MUNICIPALITY' | 'REGION' | 'OTHER_PUBLIC_BODY' | 'INDEPENDENT_PUBLIC_BODY' | 'WATER_BOARD' | 'PROVINCE' | 'CARIBBEAN_PUBLIC_BODY';

/** A party to register. */
export interface PlannedParty {
  /** The key: names occur twice, this does not. */
  readonly tooiUri: string;
  readonly name: string;
  readonly kind: ListedPartyKind;
  /** CBS municipality code, e.g. `GM0363`; municipalities only. */
  readonly cbsCode?: string;
  /** The lists name dissolved organisations among the living and do not say which. */
  readonly existence: 'unknown';
}

export type OrganisationProblemCode =
  | QuoteProblemCode
  | 'TOO_MANY_FIELDS'
  | 'TOO_FEW_FIELDS'
  | 'EMPTY_VALUE'
  | 'TEXT_TOO_LONG'
  | 'UNREADABLE_CHARACTER'
  | 'INVALID_URI'
  | 'UNKNOWN_LIST'
  | 'LIST_CONTRADICTS_URI'
  | 'REPEATED_URI';
export type OrganisationProblem = ImportProblem<OrganisationProblemCode>;

interface RowPlace {
  readonly line: number;
  readonly endLine: number;
}
export interface ReadOrganisation extends RowPlace {
  readonly kind: 'read';
  readonly party: PlannedParty;
}
export interface ReportedOrganisation extends RowPlace {
  readonly kind: 'reported';
  readonly problems: readonly OrganisationProblem[];
}
export type OrganisationRow = ReadOrganisation | ReportedOrganisation;

export interface OrganisationsReading {
  /** Why nothing could be read at all; then there are no rows. */
  readonly problem: FileProblem | null;
  readonly rows: readonly OrganisationRow[];
  readonly totals: {
    readonly rows: number;
    readonly read: number;
    readonly reported: number;
    readonly byKind: Readonly<Record<ListedPartyKind, number>>;
  };
}

import { nameId, subjectIdOf } from '../../../libs/ledger/ids.js';
import type { GrantingBody, PlannedGrant, PlannedPost } from '../../../libs/interop/mandate-register/register-reading.js';
import { grantKey, postKey } from '../../../libs/interop/mandate-register/register-reading.js';
import type { Municipality } from './plan-bodies.js';
import type { RecordedGrant } from './recorded-grant.js';

/** What the ledger already has of what a register names. */
export interface RegisterSituation {
  readonly municipality: Municipality;
  /** The file the register was read from, without its folder. */
  readonly file: string;
  /** Who vouches for the import: pseudonymous id. */
  readonly attester: string;
  readonly bodies: Readonly<Partial<Record<GrantingBody, string>>>;
  /** Ids by `postKey`. */
  readonly posts: ReadonlyMap<string, string>;
  /** By `postKey` of their post: ids of organisations that stand for one nobody named. */
  readonly organisations: ReadonlyMap<string, string>;
  /** By `grantKey`. */
  readonly mandates: ReadonlyMap<string, RecordedGrant>;
}

export function mandateCommandId(municipality: string, grant: PlannedGrant): string {
  return nameId(municipality, grantKey(grant));
}

export function postCommandId(municipality: string, post: PlannedPost): string {
  return nameId(municipality, postKey(post));
}

export function organisationCommandId(municipality: string, post: PlannedPost): string {
  return nameId(municipality, JSON.stringify(['organisation', postKey(post)]));
}

/** A sub-mandate's parent is of the same register, so that its id follows from the sub-mandate itself. */
export function parentIdOf({ parentKey }: PlannedGrant, municipality: string): string | undefined {
  return parentKey === undefined ? undefined : subjectIdOf(nameId(municipality, parentKey));
}

export function earliestStart(grants: readonly PlannedGrant[]): string {
  return grants.map(({ start }) => start).sort()[0] ?? '';
}

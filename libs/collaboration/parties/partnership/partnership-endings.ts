import { roleName } from '../../../law/partnership-roles.js';
import { finding, type Finding } from '../../../law/rules.js';
import type { AsOf } from '../../../views/read-models.js';
import type { RequestScope } from '../../serving/request-scope.js';
import type { PartyDoc } from '../party/party.view.js';
import type { PostDoc } from '../post/post.view.js';
import type { Assignment, Seat } from './partnership-state.js';

/**
 * What happened to members and holders of roles in streams of their own, as known there at the same moment: what a party that merged
 * held goes on until somebody decides about it, and a post that was abolished holds a role in name only.
 */
export async function endedHolderFindings(
  scope: RequestScope,
  asOf: AsOf,
  seats: readonly Pick<Seat, 'party'>[],
  roles: readonly Pick<Assignment, 'role' | 'assignee'>[],
): Promise<Finding[]> {
  const [ofMembers, ofRoles] = await Promise.all([
    Promise.all(seats.map(({ party }) => memberFinding(scope, asOf, party))),
    Promise.all(roles.map((one) => roleFindings(scope, asOf, one))),
  ]);
  return [...ofMembers, ...ofRoles].flat();
}

async function memberFinding(scope: RequestScope, asOf: AsOf, party: string): Promise<Finding[]> {
  const row = await scope.one('party', asOf, party);
  const { status, name, mergedInto } = (row?.doc ?? {}) as Partial<PartyDoc>;
  if (status === 'DISSOLVED') {
    const detail = { nl: `${name} is lid en bestaat niet meer.`, en: `${name} is a member and no longer exists.` };
    return [finding('PARTY_ENDED', { effect: 'F', detail })];
  }
  if (mergedInto === undefined) return [];
  const successor = ((await scope.one('party', asOf, mergedInto))?.doc as PartyDoc | undefined)?.name ?? mergedInto;
  const detail = {
    nl: `${name} is opgegaan in ${successor}; wat het hier had, loopt door tot erover is besloten.`,
    en: `${name} merged into ${successor}; what it had here goes on until it is decided about.`,
  };
  return [finding('MEMBER_MERGED', { detail })];
}

async function roleFindings(scope: RequestScope, asOf: AsOf, { role, assignee: { kind, id } }: Pick<Assignment, 'role' | 'assignee'>) {
  const { status, name } = ((await scope.one(kind, asOf, id))?.doc ?? {}) as Partial<PartyDoc | PostDoc>;
  if (status !== 'ABOLISHED' && status !== 'DISSOLVED') return [];
  const { nl, en } = roleName(role);
  const ended = finding('ROLE_HOLDER_ENDED', {
    detail: { nl: `${name} had de rol van ${nl} en bestaat niet meer.`, en: `${name} had the role of ${en} and no longer exists.` },
  });
  if (role !== 'PROCESS_OWNER') return [ended];
  const vacant = finding('PROCESS_OWNER_MISSING', {
    effect: 'F',
    detail: { nl: `${name} bestaat niet meer en draagt het proces niet.`, en: `${name} no longer exists and does not carry the process.` },
  });
  return [ended, vacant];
}

import { roleName } from '../../../law/partnership-roles.js';
import { finding, type Finding } from '../../../law/rules.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { BilingualText } from '../../../ledger/refusal.js';
import { at } from '../../../ledger/timeline.js';
import { isDeclared, tensionsWith, type FoundTension } from './partnership-tensions.js';
import { assignmentsOn, membersOn, type Assignment, type PartnershipState } from './partnership-state.js';

/**
 * What is not in order on a day while the partners work together. Live acts are refused where a rule says so; a fact that happened
 * outside, or somebody who leaves, can still bring this about, and then it shows until it is put right.
 */
export function findingsOn(state: PartnershipState, on: LocalDate): Finding[] {
  const { formed, ended } = state;
  if (!formed || on < formed.from || (ended && ended.on <= on)) return [];
  const held = assignmentsOn(state, on);
  return [
    ...ownerFindings(held),
    ...(membersOn(state, on).length < 2 ? [finding('MEMBERS_MISSING', { effect: 'F', detail: FEWER_THAN_TWO })] : []),
    ...held.filter((one) => !isSeated(one)).map((one) => finding('NOT_A_MEMBER', { effect: 'F', detail: notSeated(one) })),
    ...held.flatMap((one, index) => tensionFindings(tensionsWith(one, held.slice(index + 1)), state, on)),
    ...workingRulesFindings(state, on),
  ];
}

const FEWER_THAN_TWO = { nl: 'Er is minder dan twee leden over.', en: 'Fewer than two members are left.' };

function ownerFindings(held: readonly Assignment[]): Finding[] {
  const owners = held.filter(({ role }) => role === 'PROCESS_OWNER').length;
  if (owners === 0) {
    const detail = { nl: 'Niemand is op deze dag proceseigenaar.', en: 'Nobody is process owner on this day.' };
    return [finding('PROCESS_OWNER_MISSING', { effect: 'F', detail })];
  }
  if (owners === 1) return [];
  const detail = { nl: `Er zijn op deze dag ${owners} proceseigenaren.`, en: `There are ${owners} process owners on this day.` };
  return [finding('PROCESS_OWNER_TAKEN', { effect: 'F', detail })];
}

/** A member may have any role, a guest one that binds nobody else. */
export function isSeated({ seat, deciding }: Pick<Assignment, 'seat' | 'deciding'>): boolean {
  return seat?.kind === 'MEMBER' || (seat?.kind === 'GUEST' && !deciding);
}

export function notSeated({ role, seat }: Pick<Assignment, 'role' | 'seat'>): BilingualText {
  const { nl, en } = roleName(role);
  return seat
    ? { nl: `De rol van ${nl} is voor leden; dit is een gast.`, en: `The role of ${en} is for members; this is a guest.` }
    : { nl: `De rol van ${nl} is voor leden of gasten van dat moment.`, en: `The role of ${en} is for members or guests at that time.` };
}

function tensionFindings(found: readonly FoundTension[], { tensions }: PartnershipState, on: LocalDate): Finding[] {
  return found.flatMap((one) => {
    const detail = tensionDetail(one);
    if (one.tension.kind === 'HARD') return [finding('HARD_TENSION', { effect: 'F', detail })];
    return isDeclared(one, tensions, on) ? [] : [finding('SOFT_TENSION_UNDECLARED', { effect: 'F', detail })];
  });
}

export function tensionDetail({ tension: { roles, reason } }: FoundTension): BilingualText {
  const [a, b] = roles.map(roleName) as [BilingualText, BilingualText];
  return { nl: `${a.nl} × ${b.nl}: ${reason.nl}`, en: `${a.en} × ${b.en}: ${reason.en}` };
}

function workingRulesFindings(state: PartnershipState, on: LocalDate): Finding[] {
  const agreed = at(state.workingRules, on);
  return agreed ? partialRules(membersOn(state, on), agreed.agreedBy) : [];
}

/** Somebody who joined later did not agree to them either. */
export function partialRules(members: readonly string[], agreedBy: readonly string[]): Finding[] {
  const missing = members.filter((member) => !agreedBy.includes(member)).length;
  if (missing === 0) return [];
  const detail = {
    nl: `${missing} van de ${members.length} leden hebben ze niet onderschreven.`,
    en: `${missing} of the ${members.length} members did not agree them.`,
  };
  return [finding('WORKING_RULES_PARTIAL', { detail })];
}

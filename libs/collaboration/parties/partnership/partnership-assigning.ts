import { isDeciding, isRoleType, type RoleType } from '../../../law/partnership-roles.js';
import { finding, type Finding, type RuleId } from '../../../law/rules.js';
import { tensionMatrixOn } from '../../../law/tension-matrix.js';
import type { DecideContext, EventDraft, Invalid, LoadedStreams, Need } from '../../../ledger/aggregate.js';
import type { Period } from '../../../ledger/envelope.js';
import type { InputProblem } from '../../../ledger/errors.js';
import { covers, intersect } from '../../../ledger/period.js';
import type { BilingualText } from '../../../ledger/refusal.js';
import { problem } from '../../deciding/refusing.js';
import { detailsOn as partyOn, party } from '../party/party.js';
import { organisationNeeds, organisationOf } from '../post/organisation.js';
import { isAbolished, placeOn, post } from '../post/post.js';
import { partnershipEvents } from './partnership-events.js';
import { isSeated, notSeated, tensionDetail } from './partnership-findings.js';
import { draft, reversed, since } from './partnership-drafts.js';
import { definitionOn } from './partnership.js';
import { isDeclared, tensionsWith } from './partnership-tensions.js';
import type { Assignment, DeclaredTension, PartnershipState } from './partnership-state.js';

/** A role as commands name it: a standard type, or the code of a local one. */
export interface NamedRole {
  readonly role?: RoleType;
  readonly localRole?: string;
}

export interface NamedAssignee {
  readonly party?: string;
  readonly post?: string;
}

export interface RoleWish extends NamedRole, NamedAssignee, Period {
  readonly matter?: string | undefined;
}

/** A party or post with the parties above it, whatever the date. */
export function assigneeNeeds({ party: id, post: postId }: NamedAssignee, loaded: LoadedStreams): Need[] {
  const places = postId === undefined ? [] : loaded.of(post, postId).state.place.map(({ value }) => value.party);
  return [
    ...(postId === undefined ? [] : [{ aggregate: post.name, id: postId }]),
    ...[...places, ...(id === undefined ? [] : [id])].flatMap((one) => organisationNeeds(one, loaded)),
  ];
}

/** The code under which events name a role. */
export function roleCode({ role, localRole }: NamedRole): string {
  return role ?? localRole ?? '';
}

export function wishProblems(state: PartnershipState, wish: RoleWish, path = ''): InputProblem[] {
  const one = (...given: unknown[]) => given.filter((value) => value !== undefined).length === 1;
  const code = roleCode(wish);
  const known = isRoleType(code) || definitionOn(state, code, wish.from) !== undefined;
  return [
    ...(one(wish.role, wish.localRole) ? [] : [problem(`${path}role`, 'ONE_ROLE', 'name either a role or a localRole')]),
    ...(one(wish.party, wish.post) ? [] : [problem(`${path}post`, 'ONE_ASSIGNEE', 'name either a party or a post')]),
    ...(known || wish.localRole === undefined ? [] : [problem(`${path}localRole`, 'ROLE_NOT_DEFINED', 'is no role of this partnership')]),
    ...(reversed(wish)?.invalid ?? []),
  ];
}

/** Who would bear the role, on which seat: of a part of an organisation the part itself, or else the organisation it belongs to. */
export function assignmentOf(state: PartnershipState, wish: RoleWish, loaded: LoadedStreams): Assignment {
  const { from, until, matter } = wish;
  const role = roleCode(wish);
  const own = wish.post === undefined ? (wish.party ?? '') : placeOn(loaded.of(post, wish.post).state, from).party;
  const organisation = organisationOf(own, from, loaded);
  const seat = (['MEMBER', 'GUEST'] as const)
    .flatMap((kind) => state.seats.filter((one) => one.kind === kind))
    .find((one) => (one.party === own || one.party === organisation) && covers(one, wish));
  return {
    assignment: state.assignments.length + 1,
    role,
    assignee: wish.post === undefined ? { kind: 'party', id: own } : { kind: 'post', id: wish.post },
    bearer: BODIES.has(loaded.of(party, own).state.kind) ? own : organisation,
    ...(seat ? { seat: { party: seat.party, kind: seat.kind } } : {}),
    deciding: isRoleType(role) ? isDeciding(role) : (definitionOn(state, role, from)?.deciding ?? false),
    ...(matter === undefined ? {} : { matter }),
    ...{ from, until },
    tensionMatrix: tensionMatrixOn(from).version,
  };
}

/** They check each other, so that each bears its own roles; every other part of an organisation bears them as that organisation. */
const BODIES: ReadonlySet<string> = new Set(['COUNCIL', 'COLLEGE', 'MAYOR']);

/** A rule that an assignment does not meet: refused in a live act, a finding on what happened outside. */
export interface Objection {
  readonly ruleId: RuleId;
  readonly detail: BilingualText;
}

export function objectionsTo(
  { assignments, tensions }: PartnershipState,
  one: Assignment,
  declaring: readonly DeclaredTension[],
  loaded: LoadedStreams,
): Objection[] {
  const others = assignments.filter(({ assignment }) => assignment !== one.assignment);
  const owned = one.role === 'PROCESS_OWNER' && others.some(({ role, ...period }) => role === 'PROCESS_OWNER' && intersect(one, period));
  const declared = [...tensions, ...declaring];
  const rubs = tensionsWith(one, others).filter((found) => found.tension.kind === 'HARD' || !isDeclared(found, declared, found.from));
  return [
    ...endedAssignee(one, loaded),
    ...(isSeated(one) ? [] : [{ ruleId: 'NOT_A_MEMBER' as const, detail: notSeated(one) }]),
    ...(owned ? [{ ruleId: 'PROCESS_OWNER_TAKEN' as const, detail: OWNED }] : []),
    ...rubs
      .sort((a, b) => (a.tension.kind < b.tension.kind ? -1 : 1))
      .map((found) => ({
        ruleId: found.tension.kind === 'HARD' ? ('HARD_TENSION' as const) : ('SOFT_TENSION_UNDECLARED' as const),
        detail: tensionDetail(found),
      })),
  ];
}

const OWNED = {
  nl: 'In die periode is al een ander proceseigenaar; beëindig eerst die toewijzing.',
  en: 'Another is process owner in that period; end that assignment first.',
};

function endedAssignee({ assignee: { kind, id }, from }: Assignment, loaded: LoadedStreams): Objection[] {
  if (kind === 'post') {
    if (!isAbolished(loaded.of(post, id).state, from)) return [];
    return [{ ruleId: 'POST_ABOLISHED', detail: { nl: 'De functie is dan opgeheven.', en: 'The post is abolished by then.' } }];
  }
  const { state } = loaded.of(party, id);
  if (!state.ended || from < state.ended.on) return [];
  const { name } = partyOn(state, from);
  return [{ ruleId: 'PARTY_ENDED', detail: { nl: `${name} is dan beëindigd.`, en: `${name} has ended by then.` } }];
}

/** The same role for the same assignee and matter on some of the same days. */
export function heldAlready({ assignments }: PartnershipState, one: Assignment): Assignment | undefined {
  const same = (other: Assignment) => other.role === one.role && other.assignee.id === one.assignee.id && other.matter === one.matter;
  return assignments.find((other) => same(other) && intersect(other, one));
}

export function assignedDraft(one: Assignment, findings: readonly Finding[], state: PartnershipState, context: DecideContext): EventDraft {
  const { until, reason: _, ...data } = one;
  const said = { ...data, ...(until === null ? {} : { until }), findings };
  return { ...draft(partnershipEvents.roleAssigned.type, said, state, context, [one.bearer]), ...since(one.from, until) };
}

export function asFindings(objections: readonly Objection[]): Finding[] {
  return objections.map(({ ruleId, detail }) => finding(ruleId, { effect: 'F', detail }));
}

export function invalidWish(problems: readonly InputProblem[]): Invalid | undefined {
  return problems.length === 0 ? undefined : { invalid: problems };
}

import type { Aggregate } from '../../../ledger/aggregate.js';
import type { Audience, Envelope } from '../../../ledger/envelope.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Pin } from '../../../ledger/refusal.js';
import { correct, NOTHING, set, type Timeline } from '../../../ledger/timeline.js';
import { pinOf } from '../../deciding/envelopes.js';
import { about, date, id } from '../../deciding/event-fields.js';

/** When a deputy (plaatsvervanger) may act. The ledger records no absences: a deputy who acts states the absence by acting. */
export const DeputyOccasion = { ABSENCE: 'ABSENCE', VACANCY: 'VACANCY', ABSENCE_OR_VACANCY: 'ABSENCE_OR_VACANCY' } as const;
export type DeputyOccasion = (typeof DeputyOccasion)[keyof typeof DeputyOccasion];

const occupation = z.object({ actor: id, from: date, until: date.optional() });

const internal = { audience: 'internal' } as const;
const aboutParty = { subjects: ({ party }: { party: string }) => about('party', party) };
const aboutPost = ({ post }: { post?: string | undefined }) => about('post', post);

export const postEvents = {
  established: defineEvent(
    'PostEstablished',
    z.object({
      name: z.string(),
      party: id,
      from: date,
      /** A category post (e.g. budget holder, budgethouder) is filled by several persons at once. */
      category: z.boolean(),
      /** Belongs to the registry (griffie) and works under the council. */
      registry: z.boolean(),
    }),
    aboutParty,
  ),
  renamed: defineEvent('PostRenamed', z.object({ name: z.string(), from: date })),
  moved: defineEvent('PostMoved', z.object({ party: id, registry: z.boolean(), from: date }), aboutParty),
  filled: defineEvent('PostFilled', occupation, internal),
  vacated: defineEvent('PostVacated', z.object({ actor: id, on: date }), internal),
  deputyNamed: defineEvent(
    'PostDeputyNamed',
    /** `post` is the deputy's own post: a deputy's act names both. */
    occupation.extend({ order: z.number(), occasion: z.enum(DeputyOccasion), post: id.optional() }),
    { ...internal, subjects: aboutPost },
  ),
  deputyEnded: defineEvent('PostDeputyEnded', z.object({ actor: id, on: date }), internal),
  actingAppointed: defineEvent('PostActingAppointed', occupation, internal),
  actingEnded: defineEvent('PostActingEnded', z.object({ actor: id, on: date }), internal),
  succeeded: defineEvent('PostSucceeded', z.object({ post: id, from: date, instrument: z.string().optional() }), { subjects: aboutPost }),
  abolished: defineEvent('PostAbolished', z.object({ from: date, reason: z.string() })),
  corrected: defineEvent('PostCorrected', z.object({ revision: z.number(), name: z.string(), reason: z.string() })),
};
export type PostEvent = EventOf<typeof postEvents>;

/** How a person may act in a post. */
export const OCCUPANT_ROLES = ['holder', 'deputy', 'acting'] as const;
export type OccupantRole = (typeof OCCUPANT_ROLES)[number];

/** A person in a post for a period; who they are is internal to the party. */
export interface Occupant {
  readonly role: OccupantRole;
  /** Pseudonymous id. */
  readonly actor: string;
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  /** Of a deputy: 1 acts first. */
  readonly order?: number;
  readonly occasion?: DeputyOccasion;
  /** Of a deputy: the deputy's own post. */
  readonly post?: string | undefined;
  readonly audience: Audience;
}

/** Where a post belongs. */
export interface PostPlace {
  readonly party: string;
  readonly registry: boolean;
}

/** Something that happened to the post and touches every mandate it holds. */
export interface PostEnding {
  readonly from: LocalDate;
  readonly actDate: LocalDate | null;
  readonly pin: Pin;
}

export interface PostState {
  readonly exists: boolean;
  readonly category: boolean;
  readonly name: Timeline<string>;
  readonly place: Timeline<PostPlace>;
  readonly occupants: readonly Occupant[];
  /** The post that takes its place; mandates and roles move to it. */
  readonly successor?: PostEnding & { readonly post: string };
  readonly abolished?: PostEnding & { readonly reason: string };
}

export const post: Aggregate<PostState, PostEvent> = {
  name: 'post',
  events: Object.values(postEvents),
  initial: { exists: false, category: false, name: NOTHING, place: NOTHING, occupants: [] },
  evolve,
};

function evolve(state: PostState, event: PostEvent): PostState {
  const { envelope } = event;
  const { revision } = envelope;
  switch (event.type) {
    case 'PostEstablished': {
      const { from, name, party, category, registry } = event.data;
      return {
        ...state,
        exists: true,
        category,
        name: set(state.name, { from, to: 'open', value: name, revision }),
        place: set(state.place, { from, to: 'open', value: { party, registry }, revision }),
      };
    }
    case 'PostRenamed':
      return { ...state, name: set(state.name, { from: event.data.from, value: event.data.name, revision }) };
    case 'PostMoved': {
      const { from, ...value } = event.data;
      return { ...state, place: set(state.place, { from, value, revision }) };
    }
    case 'PostFilled':
      return occupied(state, { role: 'holder', ...event.data, until: event.data.until ?? null, audience: envelope.audience });
    case 'PostDeputyNamed':
      return occupied(state, { role: 'deputy', ...event.data, until: event.data.until ?? null, audience: envelope.audience });
    case 'PostActingAppointed':
      return occupied(state, { role: 'acting', ...event.data, until: event.data.until ?? null, audience: envelope.audience });
    case 'PostVacated':
      return left(state, 'holder', event.data);
    case 'PostDeputyEnded':
      return left(state, 'deputy', event.data);
    case 'PostActingEnded':
      return left(state, 'acting', event.data);
    case 'PostSucceeded':
      return { ...state, successor: { ...ending(envelope, event.data.from), post: event.data.post } };
    case 'PostAbolished':
      return { ...state, abolished: { ...ending(envelope, event.data.from), reason: event.data.reason } };
    case 'PostCorrected':
      return { ...state, name: correct(state.name, event.data.revision, () => event.data.name) };
    default:
      return event satisfies never;
  }
}

function occupied(state: PostState, occupant: Occupant): PostState {
  return { ...state, occupants: [...state.occupants, occupant] };
}

/** Ends every stretch in which the person is still in the post on that day. */
function left(state: PostState, role: OccupantRole, { actor, on }: { actor: string; on: LocalDate }): PostState {
  return {
    ...state,
    occupants: state.occupants.map((one) => (one.role === role && one.actor === actor && inOffice(one, on) ? { ...one, until: on } : one)),
  };
}

function ending(envelope: Envelope, from: LocalDate): PostEnding {
  return { from, actDate: envelope.actDate ?? null, pin: pinOf(envelope) };
}

export function inOffice({ from, until }: Pick<Occupant, 'from' | 'until'>, on: LocalDate): boolean {
  return from <= on && (until === null || on < until);
}

/** Where the post belongs on a day, or the place nearest to it: a post is never nowhere. */
export function placeOn(state: PostState, on: LocalDate): PostPlace {
  const segment = state.place.findLast(({ from }) => from <= on) ?? state.place[0];
  if (!segment) throw new Error('a post without a place');
  return segment.value;
}

export function nameOn(state: PostState, on: LocalDate): string {
  const segment = state.name.findLast(({ from }) => from <= on) ?? state.name[0];
  if (!segment) throw new Error('a post without a name');
  return segment.value;
}

export function isAbolished(state: PostState, on: LocalDate): boolean {
  return state.abolished !== undefined && state.abolished.from <= on;
}

/**
 * In which capacity a person may act in the post on a day; undefined when in none. Holder goes before acting, acting before
 * deputy. A deputy for vacancies acts only while nobody holds the post.
 */
export function whoActs(state: PostState, actor: string, on: LocalDate): OccupantRole | undefined {
  if (isAbolished(state, on)) return undefined;
  const present = state.occupants.filter((one) => inOffice(one, on));
  const vacant = !present.some(({ role }) => role === 'holder');
  const own = present.filter((one) => one.actor === actor && !(one.role === 'deputy' && one.occasion === 'VACANCY' && !vacant));
  return (['holder', 'acting', 'deputy'] as const).find((role) => own.some((one) => one.role === role));
}

/** The own post of a person who acts as deputy on a day; a deputy's act names both posts. */
export function deputyPostOf(state: PostState, actor: string, on: LocalDate): string | undefined {
  if (whoActs(state, actor, on) !== 'deputy') return undefined;
  return state.occupants.find((one) => one.role === 'deputy' && one.actor === actor && inOffice(one, on))?.post;
}

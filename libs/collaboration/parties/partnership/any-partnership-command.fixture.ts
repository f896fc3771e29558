import fc from 'fast-check';
import { RoleType } from '../../../law/partnership-roles.js';
import { Fault } from '../../../ledger/errors.js';
import { addDays } from '../../../ledger/local-date.js';
import { id } from '../../testing/ledger-harness.js';
import {
  actors,
  college,
  council,
  deBrug,
  meetlat,
  municipality,
  type PartnershipWorld,
  posts,
  welzijn,
  zorgcooperatie,
  type CommandName,
} from './partnership.fixture.js';

/** The day on which a random history starts. */
export const START = '2025-01-06';
export const DAYS = 60;

export const day = (offset: number) => addDays(START, offset);
export const anyDay = fc.integer({ min: 0, max: DAYS - 1 }).map(day);

export interface AnyCommand {
  readonly who: keyof typeof actors;
  readonly command: CommandName;
  readonly input: object;
  /** Days since the command before. */
  readonly later: number;
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const member = fc.constantFrom(municipality, welzijn, deBrug, zorgcooperatie);
const party = fc.oneof(member, fc.constantFrom(meetlat, council, college));
/** Those that may go wrong together come up most. */
const role = fc.oneof(
  { weight: 3, arbitrary: fc.constant<RoleType>('PROCESS_OWNER') },
  {
    weight: 4,
    arbitrary: fc.constantFrom<RoleType>(
      'COMMISSIONER',
      'NETWORK_PARTNER',
      'ASSESSOR',
      'ASSESSED',
      'FUNDER',
      'DECIDER',
      'OBJECTION_HANDLER',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(RoleType)) },
);
const assignee = fc.oneof(
  party.map((one) => ({ party: one })),
  fc.constantFrom(...Object.values(posts)).map((post) => ({ post })),
);
const matter = maybe(fc.constantFrom('een', 'twee'));
const text = fc.constantFrom('Daarom', 'Anders', 'ü — 漢字');
const about = maybe(fc.constant(id('somebody')));
/** Now and then reversed, which is an input error. */
const period = fc
  .tuple(anyDay, maybe(fc.integer({ min: -1, max: 40 })))
  .map(([from, days]) => ({ from, ...(days === undefined ? {} : { until: addDays(from, days) }) }));
const during = <T extends object>(fields: fc.Arbitrary<T>) => fc.tuple(fields, period).map(([said, days]) => ({ ...said, ...days }));
const outside = { source: text };
const tensions = fc.array(
  fc.record({ with: fc.constantFrom<RoleType>('COMMISSIONER', 'NETWORK_PARTNER', 'FUNDER', 'ASSESSOR'), declaration: text }),
  { maxLength: 1 },
);
const seat = fc.tuple(party, maybe(period)).map(([one, days]) => ({ party: one, ...days }));

const roleOf = (more: Record<string, fc.Arbitrary<unknown>>) =>
  fc.tuple(assignee, during(fc.record({ role, matter, ...more }))).map(([who, rest]) => ({ ...who, ...rest }));
const told = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields);

const LIVE: readonly (readonly [CommandName, fc.Arbitrary<object>, number])[] = [
  ['FormPartnership', told({ processOwner: maybe(assignee), from: maybe(anyDay) }), 3],
  ['InviteToPartnership', told({ party: member }), 3],
  ['JoinPartnership', told({ from: maybe(anyDay) }), 4],
  ['LeavePartnership', told({ on: maybe(anyDay), reason: text, aboutPerson: about }), 2],
  ['AdmitGuest', during(told({ party, role, matter })), 2],
  ['ReleaseGuest', told({ party, on: maybe(anyDay), reason: text }), 1],
  ['DefineRole', told({ localRole: fc.constantFrom('verbinder', 'trekker'), name: text, purpose: text, from: maybe(anyDay) }), 1],
  ['AssignRole', roleOf({ tensions }), 9],
  ['EndRoleAssignment', told({ assignment: fc.integer({ min: 1, max: 9 }), on: maybe(anyDay), reason: text }), 3],
  [
    'DeclareRoleTension',
    told({ bearer: member, roles: fc.constant(['COMMISSIONER', 'NETWORK_PARTNER']), declaration: text, from: maybe(anyDay) }),
    1,
  ],
  [
    'AgreeWorkingRules',
    told({ rules: fc.constant(['Bellen']), agreedBy: fc.subarray([municipality, welzijn], { minLength: 1 }), from: maybe(anyDay) }),
    1,
  ],
  ['ChoosePartnershipScale', told({ scale: fc.constantFrom('LOCAL', 'REGIONAL'), reason: text, from: maybe(anyDay) }), 1],
  ['PictureProcess', told({ steps: fc.constant([{ name: 'Begin', localRoles: ['verbinder'] }]), from: maybe(anyDay) }), 1],
  ['ReviewRelationship', told({ text, on: maybe(anyDay), aboutPerson: about }), 1],
  ['EvaluatePartnership', told({ conclusion: text, outlook: fc.constant('CONTINUE'), on: maybe(anyDay) }), 1],
  ['AmendPartnership', told({ name: text, from: maybe(anyDay), reason: text }), 1],
  ['CorrectPartnership', told({ revision: fc.nat(9), field: fc.constantFrom('NAME', 'ROLE_NAME'), value: text, reason: text }), 1],
  ['EndPartnership', told({ on: maybe(anyDay), reason: text }), 1],
];
const OUTSIDE: typeof LIVE = [
  ['RegisterRoleAssignment', roleOf(outside), 4],
  ['RegisterMembership', during(told({ party: member, ...outside })), 2],
];

const commandsOf = (given: typeof LIVE): fc.Arbitrary<AnyCommand> =>
  fc.oneof(
    ...given.map(([command, input, weight]) => ({
      weight,
      arbitrary: fc.record({
        who: fc.constantFrom(...(Object.keys(actors) as (keyof typeof actors)[])),
        command: fc.constant(command),
        input,
        later: fc.constantFrom(0, 0, 0, 1, 5),
      }),
    })),
  );

/** What the parties may do by themselves, sensible or not. */
export const anyLiveCommand = commandsOf(LIVE);
/** The same, and facts that happened outside. */
export const anyCommand = commandsOf([...LIVE, ...OUTSIDE]);
/** A partnership that came about outside. */
export const anyRegistration = fc
  .tuple(
    fc.record({ name: text, purpose: text, source: text }),
    period,
    fc.array(seat, { maxLength: 3 }),
    fc.array(seat, { maxLength: 2 }),
    fc.array(roleOf({}), { maxLength: 5 }),
  )
  .map(([said, days, members, guests, roles]) => {
    // Mostly within its own days, as what is outside of them is an input error.
    const within = <T extends { from?: string }>(one: T) => ({ ...one, from: one.from && one.from > days.from ? one.from : days.from });
    return { ...said, ...days, members: members.map(within), guests: guests.map(within), roles: roles.map(within) };
  });

/** Runs the commands; what is wrong with one is told, and the next goes on. @returns the commands that led to events */
export async function recordAll(world: PartnershipWorld, commands: readonly AnyCommand[]): Promise<CommandName[]> {
  const recorded: CommandName[] = [];
  let today = START;
  for (const { who, command, input, later } of commands) {
    today = addDays(today, later);
    world.on(today);
    const outcome = await world.do(actors[who], command, input).catch(onlyFaults);
    if (outcome?.kind === 'recorded' && outcome.events.length > 0) recorded.push(command);
  }
  return recorded;
}

export function onlyFaults(error: unknown): undefined {
  if (!(error instanceof Fault)) throw error;
  return undefined;
}

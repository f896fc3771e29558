import fc from 'fast-check';
import { Fault } from '../../../ledger/errors.js';
import { made, SmallTown, type PersonName } from '../../testing/small-town.js';
import { responsibilityCommands } from './responsibility.bindings.js';
import { RaciRole, responsibilityEvents, type ResponsibilityEvent } from './responsibility-events.js';
import { day, DAYS } from './responsibility-oracle.fixture.js';
import { responsibilityProjection } from './responsibility.view.js';

const offset = fc.integer({ min: 0, max: DAYS - 1 });
export const date = offset.map(day);
const maybeDate = fc.option(date, { nil: undefined });
const number = fc.integer({ min: 1, max: 4 });
const findings = fc.constant([]);
const reason = fc.constant('Daarom');
const assignee = fc.constantFrom('a', 'b', 'c').map((id) => ({ kind: 'post', id, party: 'p' }));

const given = { assignment: number, assignee, on: date, from: date, until: maybeDate, findings };
const EVENTS: Readonly<Record<string, Record<string, fc.Arbitrary<unknown>>>> = {
  [responsibilityEvents.accountableAssigned.type]: given,
  [responsibilityEvents.responsibleAssigned.type]: given,
  [responsibilityEvents.consultedAdded.type]: given,
  [responsibilityEvents.informedAdded.type]: given,
  [responsibilityEvents.accepted.type]: { assignment: number, on: date, findings },
  [responsibilityEvents.declined.type]: { assignment: number, on: date, reason },
  [responsibilityEvents.transferProposed.type]: { transfer: number, assignment: number, assignee, on: date, from: date, agreed: findings },
  [responsibilityEvents.transferAgreed.type]: { transfer: number, side: fc.constant('giver'), on: date },
  [responsibilityEvents.transferDeclined.type]: { transfer: number, on: date, reason },
  [responsibilityEvents.transferred.type]: { ...given, to: number, transfer: fc.option(number, { nil: undefined }) },
  [responsibilityEvents.released.type]: { assignment: number, on: date, from: date, reason, findings },
  [responsibilityEvents.tuned.type]: { party: reason, tunedWith: findings, ownInterest: reason, yields: reason, on: date },
  [responsibilityEvents.corrected.type]: { field: fc.constant('TOPIC'), value: reason, reason },
  [responsibilityEvents.ended.type]: { on: date, from: date, reason },
};
/** Any event, sensible or not, as a store might hold it. */
export const anyEvent = fc.oneof(
  ...Object.entries(EVENTS).map(([type, data]) => fc.record({ type: fc.constant(type), data: fc.record(data) })),
) as fc.Arbitrary<Pick<ResponsibilityEvent, 'type' | 'data'>>;

const soon = fc.constantFrom(undefined, undefined, undefined, day(20), day(40));
/** Answering is tried by everybody in turn, so that somebody who may comes by. */
const who: fc.Arbitrary<PersonName | 'anybody'> = fc.constantFrom<(PersonName | 'anybody')[]>('anybody', 'anybody', 'anybody', 'stranger');
const named = fc.constantFrom<object[]>(
  { post: made('post manager') },
  { post: made('post programme') },
  { post: made('post welzijn director') },
  { post: made('post vacant') },
  { party: made('welzijn') },
  { party: made('de-brug') },
  { party: made('council') },
);
const command = (name: string, fields: Record<string, fc.Arbitrary<unknown>>, who_ = who) =>
  fc.record({
    command: fc.constant(name),
    who: who_,
    named: fc.constant({}),
    input: fc.record(fields),
    later: fc.constantFrom(0, 0, 1, 3),
  });
const aboutSomebody = (name: string, fields: Record<string, fc.Arbitrary<unknown>>, who_ = who) =>
  fc.record({ command: fc.constant(name), who: who_, named, input: fc.record(fields), later: fc.constantFrom(0, 0, 1, 3) });
const keeper = fc.constantFrom<PersonName[]>('manager', 'manager', 'registrar', 'stranger');
export const LIVE = [
  aboutSomebody('AssignAccountable', { from: maybeDate, until: maybeDate }, keeper),
  aboutSomebody('AssignAccountable', {}, keeper),
  aboutSomebody('AssignResponsible', { from: maybeDate }, keeper),
  aboutSomebody('AddConsulted', { until: maybeDate }, keeper),
  aboutSomebody('AddInformed', {}, keeper),
  ...Array.from({ length: 4 }, () => command('AcceptResponsibility', { assignment: fc.integer({ min: 2, max: 3 }) })),
  command('DeclineResponsibility', { assignment: number, reason }),
  command('ReleaseResponsibility', { assignment: number, from: maybeDate, reason }),
  ...Array.from({ length: 3 }, () =>
    aboutSomebody('ProposeResponsibilityTransfer', { assignment: fc.constantFrom(1, 1, 2, 3), from: soon }),
  ),
  ...Array.from({ length: 4 }, () => command('AcceptResponsibilityTransfer', { transfer: fc.integer({ min: 1, max: 2 }) })),
  command('DeclineResponsibilityTransfer', { transfer: number, reason }),
  command('TuneResponsibility', { tunedWith: fc.constant([made('de-brug')]), ownInterest: reason, yields: reason }),
  command('CorrectResponsibility', { field: fc.constantFrom('TOPIC', 'POWER'), value: reason, reason }, keeper),
  command('EndResponsibility', { from: fc.constant(day(DAYS - 5)), reason }, keeper),
];
const source = fc.constant('Archief');
const byRegistrar = fc.constant<PersonName>('registrar');
export const REGISTERED = [
  aboutSomebody(
    'RegisterResponsibilityAssignment',
    { role: fc.constant('ACCOUNTABLE'), from: date, acceptedOn: fc.constant(day(2)), source },
    byRegistrar,
  ),
  aboutSomebody(
    'RegisterResponsibilityAssignment',
    { role: fc.constantFrom(...Object.values(RaciRole)), from: date, until: maybeDate, acceptedOn: maybeDate, source },
    byRegistrar,
  ),
  command('RegisterResponsibilityAcceptance', { assignment: number, on: date, source }, byRegistrar),
  aboutSomebody('RegisterResponsibilityTransfer', { assignment: number, from: date, on: maybeDate, source }, byRegistrar),
  command('RegisterResponsibilityRelease', { assignment: number, from: date, reason, source }, byRegistrar),
];
export interface Asked {
  readonly command: string;
  readonly who: PersonName | 'anybody';
  readonly named: object;
  readonly input: object;
  readonly later: number;
}

/** A responsibility that the manager took on, and whatever comes after. @returns the commands that led to events */
export async function live(
  sequence: readonly Asked[],
  check: (town: SmallTown) => Promise<void>,
): Promise<{ town: SmallTown; recorded: string[] }> {
  const town = await SmallTown.found(responsibilityProjection, responsibilityCommands);
  const recorded: string[] = [];
  let today = 5;
  town.on(day(today));
  const responsibility = made('R');
  await town.run('manager', 'DefineResponsibility', { topic: 'Iets', steward: made('municipality') }, 'R');
  await town.run('manager', 'AssignAccountable', { responsibility, post: made('post manager') });
  await town.run('manager', 'AcceptResponsibility', { responsibility, assignment: 1 });
  for (const { command: name, who: by, named: whom, input, later } of sequence) {
    today = Math.min(today + later, DAYS - 1);
    town.on(day(today));
    for (const one of by === 'anybody' ? EVERYBODY : [by]) {
      const outcome = await town.run(one, name, { ...input, ...whom, responsibility }).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        if (!(outcome instanceof Fault)) throw outcome;
      } else if ((outcome as { events?: readonly unknown[] }).events?.length) {
        recorded.push(name);
        break;
      }
    }
    await check(town);
  }
  return { town, recorded };
}

const EVERYBODY: readonly PersonName[] = ['manager', 'programme', 'welzijn', 'council', 'deBrug'];

import {
  ASSIGNING,
  responsibilityEvents,
  type Assignee,
  type RaciRole,
} from '../../../libs/collaboration/authority/responsibility/responsibility-events.js';
import { underWay } from './under-way.js';
import { around, partnersOf, today, type Fact, type Organisation, type World } from './world.js';

const PACE = { most: 1_200, begin: 0.1, lean: 3 } as const;
const TOPICS = [
  'Schuldhulp',
  'Dagbesteding',
  'Jongerenwerk',
  'Buurtbemiddeling',
  'Speelplekken',
  'Energiearmoede',
  'Mantelzorg',
  'Taalhuis',
];

interface Parts {
  readonly world: World;
  readonly organisation: Organisation;
  readonly about: Pick<Fact, 'aggregate' | 'id' | 'actingFor'> & { readers: string[] };
  /** Assignments so far. */
  made: number;
  /** Transfers so far. */
  proposed: number;
}

/** Responsibilities: defined, with parts assigned and accepted, tuned, transferred, released, some ended. */
export function responsibilityFacts(world: World): Generator<Fact, void> {
  return underWay(world, PACE, () => responsibility(world));
}

function* responsibility(world: World): Generator<Fact, void> {
  const { chance, partnerships } = world;
  const organisation = chance.pick(world.organisations);
  const { municipality } = organisation;
  const id = chance.uuid();
  const topic = `${chance.pick(TOPICS)} ${chance.below(250)}`;
  world.responsibilities.push({ id, since: world.now, topic });
  const parts: Parts = {
    world,
    organisation,
    made: 0,
    proposed: 0,
    about: { aggregate: 'responsibility', id, actingFor: municipality, readers: [] },
  };
  const partnership = partnerships.length > 0 && chance.often(0.4) ? chance.pick(partnerships).id : undefined;
  const data = {
    topic,
    description: 'Zorgen dat er genoeg aanbod is, dat het te vinden is, en dat niemand buiten de boot valt.',
    areaCodes: [`BU${String(chance.below(100_000_000)).padStart(8, '0')}`],
    ...(partnership === undefined ? {} : { partnership }),
    ...{ steward: municipality, from: today(world) },
  };
  yield { ...parts.about, definition: responsibilityEvents.defined, data, valid: { from: data.from, until: null } };
  let accountable = yield* assigned(parts, 'ACCOUNTABLE', postOf(parts));
  const [partner] = partnersOf(world, organisation, 1);
  if (partner !== undefined) yield* otherParts(parts, partner);
  if (chance.often(0.6)) accountable = yield* transferred(parts, accountable);
  if (chance.often(0.1)) yield corrected(parts);
  if (chance.often(0.3)) accountable = yield* transferred(parts, accountable);
  if (chance.often(0.3)) {
    const on = today(world);
    const released = { assignment: accountable, on, from: on, reason: 'De functie krijgt andere taken.', findings: [] };
    yield { ...parts.about, definition: responsibilityEvents.released, data: released };
    yield* assigned(parts, 'ACCOUNTABLE', postOf(parts));
  }
  if (!chance.often(0.1)) return;
  const ended = { on: today(world), from: around(world, 0, 60), reason: 'Het onderwerp is opgegaan in een ander.' };
  yield { ...parts.about, definition: responsibilityEvents.ended, data: ended };
}

function postOf({ world, organisation }: Parts): Assignee {
  const { id, party } = world.chance.pick(organisation.posts);
  return { kind: 'post', id, party };
}

/** Whoever joins reads along from then on. */
function joined({ about }: Parts, { party }: Assignee): void {
  if (!about.readers.includes(party)) about.readers = [...about.readers, party];
}

/** Gives a part, which counts from its acceptance; some say no, and another is asked. */
function* assigned(parts: Parts, role: RaciRole, assignee: Assignee): Generator<Fact, number> {
  const { world, about } = parts;
  const { chance } = world;
  joined(parts, assignee);
  parts.made += 1;
  const assignment = parts.made;
  const on = today(world);
  const from = around(world, 0, 30);
  yield { ...about, actDate: on, definition: ASSIGNING[role], data: { assignment, assignee, on, from, findings: [] } };
  const answered = { ...about, readers: about.readers, actingFor: assignee.party };
  const decidedBy = assignee.kind === 'post' ? { decidedBy: { party: assignee.party, post: assignee.id } } : {};
  if (chance.often(0.1)) {
    const data = { assignment, on: today(world), reason: 'Hier is nu geen ruimte voor.' };
    yield { ...answered, ...decidedBy, definition: responsibilityEvents.declined, data };
    return yield* assigned(parts, role, postOf(parts));
  }
  yield { ...answered, ...decidedBy, definition: responsibilityEvents.accepted, data: { assignment, on: today(world), findings: [] } };
  return assignment;
}

function* otherParts(parts: Parts, partner: string): Generator<Fact, void> {
  const { world, about } = parts;
  const { chance } = world;
  const party: Assignee = { kind: 'party', id: partner, party: partner };
  yield* assigned(parts, 'RESPONSIBLE', party);
  if (chance.often(0.3)) yield* assigned(parts, 'CONSULTED', postOf(parts));
  if (chance.often(0.3)) yield* assigned(parts, 'INFORMED', { kind: 'party', id: about.actingFor, party: about.actingFor });
  if (!chance.often(0.3)) return;
  const tuned = {
    ...{ party: partner, tunedWith: [about.actingFor], on: today(world) },
    ownInterest: 'Een sluitende begroting voor het eigen huis.',
    yields: 'Plekken gaan eerst naar wie ze het hardst nodig heeft.',
  };
  yield { ...about, actingFor: partner, definition: responsibilityEvents.tuned, data: tuned };
}

/** Proposed by the giver, or by whoever keeps it for the giver to agree; done when the receiver agrees. Some do not. */
function* transferred(parts: Parts, assignment: number): Generator<Fact, number> {
  const { world, about } = parts;
  parts.proposed += 1;
  const transfer = parts.proposed;
  const assignee = postOf(parts);
  joined(parts, assignee);
  const on = today(world);
  const byGiver = world.chance.often(0.7);
  const agreed = byGiver ? ['giver' as const] : [];
  const proposed = { transfer, assignment, assignee, on, from: around(world, 0, 30), agreed };
  yield { ...about, actDate: on, definition: responsibilityEvents.transferProposed, data: proposed };
  if (!byGiver) yield { ...about, definition: responsibilityEvents.transferAgreed, data: { transfer, side: 'giver', on: today(world) } };
  const day = today(world);
  const from = proposed.from > day ? proposed.from : day;
  const answered = { ...about, actingFor: assignee.party, decidedBy: { party: assignee.party, post: assignee.id } };
  if (world.chance.often(0.1)) {
    const data = { transfer, on: day, reason: 'De overdracht komt te vroeg.' };
    yield { ...answered, definition: responsibilityEvents.transferDeclined, data };
    return assignment;
  }
  parts.made += 1;
  const to = parts.made;
  const data = { transfer, assignment, to, assignee, on: day, from, findings: [] };
  yield { ...answered, definition: responsibilityEvents.transferred, data, valid: { from, until: null } };
  return to;
}

function corrected({ about }: Parts): Fact {
  const data = { field: 'REFERENCE' as const, value: 'Programmabegroting 3.2', reason: 'Verwijzing naar het oude hoofdstuk.' };
  return { ...about, definition: responsibilityEvents.corrected, data };
}

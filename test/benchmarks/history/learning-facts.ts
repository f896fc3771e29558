import { developmentEvents } from '../../../libs/collaboration/direction/development/development.js';
import { networkEvents } from '../../../libs/collaboration/parties/network/network.js';
import { underWay } from './under-way.js';
import { around, partnersOf, today, type Fact, type World } from './world.js';

const PACE = { most: 400, begin: 0.1, lean: 3 } as const;

/** Networks of residents: noted, amended, spoken with, some gone. */
export function networkFacts(world: World): Generator<Fact, void> {
  return underWay(world, PACE, () => network(world));
}

/** What parties learn: a need, sessions, steps and what people thought of them. */
export function developmentFacts(world: World): Generator<Fact, void> {
  return underWay(world, PACE, () => development(world));
}

function* network(world: World): Generator<Fact, void> {
  const { chance } = world;
  const organisation = chance.pick(world.organisations);
  const steward = organisation.municipality;
  const parties = partnersOf(world, organisation, 1 + chance.below(2));
  const about = { aggregate: 'network', id: chance.uuid(), actingFor: steward };
  const name = `Buurtnetwerk ${chance.below(10_000)}`;
  const areaCodes = [`BU${String(chance.below(100_000_000)).padStart(8, '0')}`];
  const topics = [chance.pick(['groen', 'ontmoeten', 'zorg', 'energie'])];
  const description = 'Bewoners die elkaar helpen en samen de straat onderhouden.';
  const noted = { name, description, topics, areaCodes, parties, funded: false, steward, from: today(world) };
  yield { ...about, definition: networkEvents.noted, data: noted };
  const contacts = 2 + chance.below(6);
  for (let contact = 1; contact <= contacts; contact += 1) {
    const data = { contact, party: steward, on: today(world), functions: ['wijkregisseur'], text: 'Gesproken over het voorjaar.' };
    yield { ...about, readers: parties, actDate: data.on, definition: networkEvents.contactKept, data };
    if (chance.often(0.2)) yield { ...about, definition: networkEvents.amended, data: { funded: true, from: today(world) } };
  }
  if (chance.often(0.1)) {
    const data = { revision: 0, field: 'NAME' as const, value: `${name} e.o.`, reason: 'Onvolledige naam.' };
    yield { ...about, definition: networkEvents.corrected, data };
  }
  if (chance.often(0.2))
    yield { ...about, definition: networkEvents.ended, data: { from: today(world), reason: 'De trekkers zijn verhuisd.' } };
}

function* development(world: World): Generator<Fact, void> {
  const { chance } = world;
  const organisation = chance.pick(world.organisations);
  const party = organisation.municipality;
  const parties = partnersOf(world, organisation, 1 + chance.below(2));
  const about = { aggregate: 'development', id: chance.uuid(), actingFor: party, readers: [party, ...parties] };
  const functions = ['opdrachtgever', 'projectleider'];
  const need = 'Leren opdrachtgeven zonder dicht te regelen.';
  const named = today(world);
  yield { ...about, actDate: named, definition: developmentEvents.needNamed, data: { need, party, functions, parties, on: named } };
  const sessions = 2 + chance.below(3);
  for (let session = 1; session <= sessions; session += 1) {
    const on = today(world);
    const kind = chance.pick(['TRAINING', 'INTERVISION', 'COACHING'] as const);
    const held = { session, kind, about: 'Wie beslist wat, en wanneer?', functions, parties, on };
    yield { ...about, actDate: on, definition: developmentEvents.sessionHeld, data: held };
    const agreed = { step: session, change: 'Vooraf vragen wie erover gaat.', functions, on, due: around(world, -30, 120) };
    yield { ...about, actDate: on, definition: developmentEvents.stepAgreed, data: agreed };
    const text = 'Het gesprek gaat eerder over de bedoeling.';
    const reflected = { reflection: session, text, step: session, on: today(world) };
    yield { ...about, actDate: reflected.on, definition: developmentEvents.reflected, data: reflected };
  }
  if (!chance.often(0.3)) return;
  const data = { field: 'NEED' as const, value: `${need} Samen.`, reason: 'Zo was het bedoeld.' };
  yield { ...about, definition: developmentEvents.corrected, data };
}

import { partnershipEvents } from '../../../libs/collaboration/parties/partnership/partnership-events.js';
import { underWay } from './under-way.js';
import { around, partnersOf, today, type Fact, type Organisation, type World } from './world.js';

const PACE = { most: 1_200, begin: 0.05, lean: 3 } as const;
const NAMES = ['Samen in de Wijk', 'Gezond Oud', 'Kansrijke Start', 'Schone Energie', 'Veilig Thuis', 'Werk en Inkomen', 'Groene Buurten'];
const TOPICS = ['welzijn', 'jeugd', 'wonen', 'energie', 'veiligheid', 'werk', 'zorg', 'groen'];
/** Without two that rub; those come with the tension that is declared. */
const ROLES = ['ORCHESTRATOR', 'FACILITATOR', 'CONNECTOR', 'PARTICIPANT', 'ADVISER', 'DIVERSITY_PROMOTER', 'PROCESS_OWNER', 'FUNDER'];
const MATRIX = '1';

interface Partnership {
  readonly world: World;
  readonly organisation: Organisation;
  readonly partners: readonly string[];
  readonly members: readonly string[];
  readonly about: Pick<Fact, 'aggregate' | 'id' | 'actingFor'>;
}

/** Partnerships: formed or registered, with roles, tensions, working rules, guests and reviews, until some end. */
export function partnershipFacts(world: World): Generator<Fact, void> {
  return underWay(world, PACE, () => partnership(world));
}

function* partnership(world: World): Generator<Fact, void> {
  const { chance } = world;
  const organisation = chance.pick(world.organisations);
  const partners = partnersOf(world, organisation, 2 + chance.below(4));
  const members = [organisation.municipality, ...partners];
  const id = chance.uuid();
  world.partnerships.push({ id, since: world.now, members });
  const one = { world, organisation, partners, members, about: { aggregate: 'partnership', id, actingFor: organisation.municipality } };
  yield* chance.often(0.8) ? formed(one) : registered(one);
  yield* roles(one);
  yield* working(one);
  yield* later(one);
}

function detailsOf({ chance }: World) {
  const topics = [...new Set([chance.pick(TOPICS), chance.pick(TOPICS)])];
  return {
    name: `${chance.pick(NAMES)} ${chance.below(1_000)}`,
    purpose: 'Bewoners en organisaties werken samen aan een buurt waarin iedereen meedoet en niemand buiten beeld raakt.',
    topics,
    areas: [`WK${String(chance.below(1_000_000)).padStart(6, '0')}`],
  };
}

/** Between those invited until all have joined. */
function* formed({ world, partners, members, about }: Partnership): Generator<Fact, void> {
  const among = { ...about, level: 'partners' as const, readers: members };
  const initiator = about.actingFor;
  const from = today(world);
  yield { ...among, definition: partnershipEvents.proposed, data: { ...detailsOf(world), initiator, invited: [...partners], from } };
  for (const party of partners) {
    yield { ...among, actingFor: party, definition: partnershipEvents.joined, data: { party, from: today(world), findings: [] } };
  }
  yield { ...about, definition: partnershipEvents.formed, data: { from: today(world), members: [...members] } };
}

function* registered({ world, members, about }: Partnership): Generator<Fact, void> {
  const from = around(world, 900, -30);
  const origin = { kind: 'registeredAfterwards', source: 'Oprichtingsdocument in het archief' } as const;
  yield { ...about, origin, definition: partnershipEvents.registered, data: { ...detailsOf(world), from, findings: [] } };
  for (const party of members) yield { ...about, origin, definition: partnershipEvents.joined, data: { party, from, findings: [] } };
}

/** One for each member, some for a post of the municipality, and two of one bearer that rub. */
function* roles({ world, organisation, members, about }: Partnership): Generator<Fact, void> {
  const { chance } = world;
  const { municipality, posts } = organisation;
  let assignment = 0;
  const assigned = (role: string, bearer: string, post?: string): Fact => {
    assignment += 1;
    const from = today(world);
    const assignee = post === undefined ? { kind: 'party' as const, id: bearer } : { kind: 'post' as const, id: post };
    const seat = { party: bearer, kind: 'MEMBER' as const };
    const deciding = role === 'DECIDER' || role === 'COMMISSIONER';
    const data = { assignment, role, assignee, bearer, seat, deciding, from, tensionMatrix: MATRIX, findings: [] };
    return { ...about, definition: partnershipEvents.roleAssigned, data, valid: { from, until: null } };
  };
  for (const member of members) yield assigned(chance.pick(ROLES), member);
  yield assigned('PROCESS_FACILITATOR', municipality, chance.pick(posts.filter(({ party }) => party === municipality)).id);
  if (chance.often(0.5)) {
    const local = {
      role: 'buurtverbinder',
      name: 'Buurtverbinder',
      deciding: false,
      purpose: 'Kent de buurt en brengt mensen bij elkaar.',
      accountabilities: ['Elke maand een ronde door de wijk', 'Signalen doorgeven aan de regievoerder'],
    };
    yield { ...about, definition: partnershipEvents.roleDefined, data: { ...local, from: today(world) } };
    yield assigned(local.role, chance.pick(members));
  }
  if (!chance.often(0.4)) return;
  yield assigned('COMMISSIONER', municipality);
  const roles = ['COMMISSIONER', 'NETWORK_PARTNER'];
  const declaration = 'De opdracht gaat via het college; aan tafel zit de gemeente als een van de partners.';
  const tension = { tension: 1, bearer: municipality, roles, declaration, from: today(world), tensionMatrix: MATRIX };
  yield { ...about, readers: members, definition: partnershipEvents.tensionDeclared, data: tension };
  yield assigned('NETWORK_PARTNER', municipality);
}

function* working({ world, organisation, members, about }: Partnership): Generator<Fact, void> {
  const { chance } = world;
  const from = today(world);
  const rules = ['Besluiten bij consent', 'Elke zes weken overleg', 'Signalen binnen een week beantwoord'];
  yield { ...about, definition: partnershipEvents.workingRulesAgreed, data: { rules, agreedBy: [...members], from, findings: [] } };
  if (chance.often(0.5)) {
    const scale = chance.pick(['NEIGHBOURHOOD', 'LOCAL', 'REGIONAL'] as const);
    const reason = 'De vragen van bewoners spelen op deze schaal.';
    yield { ...about, definition: partnershipEvents.scaleChosen, data: { scale, reason, from } };
  }
  if (chance.often(0.4)) {
    const steps = ['Signaal', 'Gesprek', 'Aanpak', 'Terugkijken'].map((name, index) => ({ name, roles: [ROLES[index] as string] }));
    yield { ...about, definition: partnershipEvents.processPictured, data: { steps, from } };
  }
  if (!chance.often(0.4)) return;
  const [party] = partnersOf(world, organisation, 1);
  if (party === undefined || members.includes(party)) return;
  yield { ...about, definition: partnershipEvents.guestAdmitted, data: { party, from: today(world) } };
  yield { ...about, definition: partnershipEvents.guestLeft, data: { party, on: today(world), reason: 'De vraag is beantwoord.' } };
}

/** What the years bring. */
function* later({ world, partners, members, about }: Partnership): Generator<Fact, void> {
  const { chance } = world;
  const reviews = chance.below(4);
  for (let review = 1; review <= reviews; review += 1) {
    const between = [about.actingFor, chance.pick(members)];
    const data = { review, on: today(world), between: [...new Set(between)], text: 'Open gesprek; de rolverdeling mag scherper.' };
    yield {
      ...about,
      readers: members,
      definition: partnershipEvents.relationshipReviewed,
      data: { ...data, nextReview: around(world, -150, 210) },
    };
  }
  if (chance.often(0.4)) {
    const { name, topics } = detailsOf(world);
    const data = { name, topics, from: today(world), reason: 'De opgave is verbreed.' };
    yield { ...about, definition: partnershipEvents.amended, data };
  }
  if (chance.often(0.1)) {
    const data = { revision: 0, field: 'NAME' as const, value: detailsOf(world).name, reason: 'Spelfout in de naam.' };
    yield { ...about, definition: partnershipEvents.corrected, data };
  }
  if (chance.often(0.3)) {
    const data = { assignment: 1 + chance.below(members.length), on: today(world), reason: 'De rol gaat naar een ander.' };
    yield { ...about, definition: partnershipEvents.assignmentEnded, data };
  }
  yield* changedSeats({ world, partners, about });
  const outlook = chance.pick(['CONTINUE', 'ADJUST'] as const);
  const conclusion = 'Het samenwerken werkt: bewoners weten de weg en partners vinden elkaar.';
  yield { ...about, definition: partnershipEvents.evaluated, data: { on: today(world), conclusion, outlook } };
  if (chance.often(0.15)) {
    yield { ...about, definition: partnershipEvents.ended, data: { on: today(world), reason: 'De opgave is volbracht.' } };
  }
}

function* changedSeats({ world, partners, about }: Pick<Partnership, 'world' | 'partners' | 'about'>): Generator<Fact, void> {
  const { chance } = world;
  const [party] = partners;
  if (party === undefined || !chance.often(0.2)) return;
  const left = { party, on: today(world), reason: 'De organisatie richt zich op een andere wijk.' };
  yield { ...about, actingFor: party, definition: partnershipEvents.left, data: left };
  yield { ...about, readers: [about.actingFor, ...partners], definition: partnershipEvents.invited, data: { party } };
  yield { ...about, actingFor: party, definition: partnershipEvents.joined, data: { party, from: around(world, -1, 30), findings: [] } };
}

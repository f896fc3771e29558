import { agreementEvents, type ProposalData } from '../../../libs/collaboration/agreements/agreement/agreement-events.js';
import { hashOf, type Terms } from '../../../libs/collaboration/agreements/agreement/agreement-terms.js';
import { decision, type DecisionMade } from './decision-facts.js';
import { today, type Fact, type Organisation, type World } from './world.js';

/** One agreement, as far as it has come. */
export interface Talks {
  readonly world: World;
  readonly organisation: Organisation;
  readonly partners: readonly string[];
  readonly parties: readonly [string, string, ...string[]];
  readonly about: Pick<Fact, 'aggregate' | 'id' | 'actingFor'> & { readonly readers: readonly string[] };
  readonly byDecision: boolean;
  proposal: number;
  version: number;
}

export function municipalOf({ organisation: { municipality, college } }: Pick<Talks, 'organisation'>): ProposalData['municipal'] {
  return [{ party: municipality, college }];
}

export function proposed(talks: Talks, terms: Terms): ProposalData {
  const { about, proposal, version } = talks;
  const of = { by: about.actingFor, readers: [...about.readers], municipal: municipalOf(talks) };
  return { proposal, version, hash: hashOf(terms), terms, ...of, findings: [] };
}

/** Every partner consents to the text, the municipality decides and signs; then it binds. */
export function* agreed(talks: Talks, terms: Terms, as: 'concluded' | 'amended'): Generator<Fact, void> {
  const { world, about, partners, organisation, proposal, version } = talks;
  const hash = hashOf(terms);
  for (const party of partners) yield* consented(talks, { proposal, hash, party });
  const made = yield* decision(world, { organisation, beneficiary: partners[0], amountCents: terms.totalCents ?? 0 });
  const on = { proposal, hash, party: organisation.municipality };
  yield linked(talks, on, made, terms);
  if (world.chance.often(0.04)) {
    const { party } = on;
    yield { ...about, definition: agreementEvents.farReaching, data: { party, reason: 'Er komt een gezamenlijke stichting.' } };
    const heard = { party, on: today(world), reference: 'Raadsvoorstel 12' };
    yield { ...about, actDate: heard.on, definition: agreementEvents.councilHeard, data: heard };
  }
  const { id, post, pin } = made.mandate;
  const signed = { ...on, capacity: 'HOLDER' as const, post: post.id, mandate: id, authority: made.authority, findings: [] };
  const decidedBy = { party: post.party, post: post.id };
  const day = today(world);
  yield { ...about, actDate: day, mandate: pin, decidedBy, definition: agreementEvents.signed, data: signed };
  const start = terms.effectiveFrom ?? terms.from;
  const from = start > day ? start : day;
  const until = terms.until !== undefined && terms.until > from ? terms.until : null;
  const data = { version, proposal, hash, terms, concludedOn: day, from, findings: [] };
  yield { ...about, actDate: day, valid: { from, until }, definition: agreementEvents[as], data };
}

interface On {
  readonly proposal: number;
  readonly hash: string;
  readonly party: string;
}

/** Some first with a reservation, some after having taken it back. */
function* consented({ world: { chance }, about }: Talks, on: On): Generator<Fact, void> {
  const own = { ...about, actingFor: on.party };
  const data = { ...on, awaits: [], underReservation: false, findings: [] };
  if (chance.often(0.15)) {
    const reservation = 'Onder voorbehoud van instemming van de ledenraad.';
    yield { ...own, definition: agreementEvents.consented, data: { ...data, underReservation: true, reservation } };
  }
  yield { ...own, definition: agreementEvents.consented, data };
  if (!chance.often(0.05)) return;
  yield { ...own, definition: agreementEvents.consentWithdrawn, data: { ...on, reason: 'Toch nog een vraag.' } };
  yield { ...own, definition: agreementEvents.consented, data };
}

function linked({ about, byDecision }: Talks, on: On, { id, pin, authority, decidedOn }: DecisionMade, terms: Terms): Fact {
  const amount = byDecision && terms.totalCents !== undefined ? { amountCents: terms.totalCents } : {};
  const data = { ...on, decision: id, pin, authority, decidedOn, ...amount, findings: [] };
  return { ...about, definition: agreementEvents.decisionLinked, data };
}

import { agreementEvents } from '../../../libs/collaboration/agreements/agreement/agreement-events.js';
import { hashOf, type Terms } from '../../../libs/collaboration/agreements/agreement/agreement-terms.js';
import { agreed, municipalOf, proposed, type Talks } from './agreeing-facts.js';
import { later, startNoted } from './agreement-life-facts.js';
import { larger, textOf } from './agreement-texts.js';
import { underWay } from './under-way.js';
import { ableOrganisation, around, partnersOf, type Fact, type World } from './world.js';

const PACE = { most: 2_400, begin: 0.04, lean: 3 } as const;
const BY_CONSENT = ['COVENANT', 'CONTRACT', 'ASSIGNMENT', 'PARTNER_AGREEMENT', 'WORKING_ARRANGEMENT'] as const;

/** Agreements: drafted, proposed, countered, consented to, decided, signed and concluded; kept, amended, corrected, ended. Some are registered. */
export function agreementFacts(world: World): Generator<Fact, void> {
  return underWay(world, PACE, () => agreement(world));
}

function* agreement(world: World): Generator<Fact, void> {
  const { chance } = world;
  const organisation = ableOrganisation(world);
  const { municipality, college } = organisation;
  const [first, ...others] = partnersOf(world, organisation, chance.often(0.25) ? 2 : 1);
  if (first === undefined) return;
  const parties = [municipality, first, ...others] as const;
  const id = chance.uuid();
  world.agreements.push({ id, since: world.now, parties });
  const byDecision = chance.often(0.4);
  const about = { aggregate: 'agreement', id, actingFor: municipality, readers: [...parties, college] };
  const talks: Talks = {
    world,
    organisation,
    byDecision,
    partners: [first, ...others],
    parties: [...parties],
    about,
    proposal: 1,
    version: 1,
  };
  const agreed = chance.often(0.12) ? yield* registered(talks) : yield* reached(talks);
  if (agreed) yield* later(talks, agreed);
}

function natureOf({ world, byDecision }: Talks) {
  const kind = byDecision ? ('SUBSIDY_WITH_AGREEMENT' as const) : world.chance.pick(BY_CONSENT);
  return { kind, ...(byDecision ? { statutoryBasis: 'Algemene subsidieverordening art. 3' } : {}), legalPerson: false };
}

/** @returns what was concluded, or undefined when the proposal was withdrawn */
function* reached(talks: Talks): Generator<Fact, Terms | undefined> {
  const { world, about, organisation, parties } = talks;
  const { chance } = world;
  const drafters = { ...about, readers: [organisation.municipality, organisation.college] };
  let terms = textOf(world, parties, around(world, -14, 120));
  const drafted = { ...natureOf(talks), terms, drafters: [...drafters.readers] };
  yield { ...drafters, definition: agreementEvents.drafted, data: drafted };
  if (chance.often(0.4)) {
    terms = larger(world, terms);
    yield { ...drafters, definition: agreementEvents.draftRevised, data: { terms, reason: 'De begroting is rond.' } };
  }
  yield { ...about, definition: agreementEvents.proposed, data: proposed(talks, terms) };
  if (chance.often(0.1)) yield declined(talks, terms);
  if (chance.often(0.35)) {
    terms = larger(world, terms);
    talks.proposal += 1;
    const [by] = talks.partners;
    const data = { ...proposed(talks, terms), by: by as string, rationale: 'Voor dit aantal plaatsen is meer nodig.' };
    yield { ...about, actingFor: data.by, definition: agreementEvents.countered, data };
  }
  if (chance.often(0.05)) {
    const data = { proposal: talks.proposal, reason: 'Het staat al in een ander convenant.' };
    yield { ...about, definition: agreementEvents.proposalWithdrawn, data };
    return undefined;
  }
  yield* agreed(talks, terms, 'concluded');
  yield* startNoted(talks, terms.from);
  return terms;
}

function declined({ about, proposal, partners }: Talks, terms: Terms): Fact {
  const party = partners[0] as string;
  const data = { proposal, hash: hashOf(terms), party, reason: 'De looptijd is te kort.' };
  return { ...about, actingFor: party, definition: agreementEvents.declined, data };
}

/** Agreed on paper before the ledger was there. */
function* registered(talks: Talks): Generator<Fact, Terms> {
  const { world, about, parties } = talks;
  const terms = textOf(world, parties, around(world, 500, -30));
  const data = {
    ...natureOf(talks),
    ...{ version: 1, proposal: 1, hash: hashOf(terms), terms, concludedOn: terms.from, from: terms.from, findings: [] },
    ...{ readers: [...about.readers], municipal: municipalOf(talks) },
    signatures: parties.map((party) => ({ party, on: terms.from })),
  };
  const origin = { kind: 'registeredAfterwards', source: 'Ondertekend exemplaar in het archief' } as const;
  const valid = { from: terms.from, until: terms.until ?? null };
  yield { ...about, origin, actDate: terms.from, valid, definition: agreementEvents.registered, data };
  return terms;
}

import { decisionEvents, type DecisionDetails, type TakenData } from '../../../libs/collaboration/decisions/decision/decision-events.js';
import { around, type Fact, type MandateInWorld, type Organisation, type World } from './world.js';

/** Decisions under way at once: what is decided, made known and in force is left alone. */
const UNDER_WAY = 2_000;

/** Decisions under mandates: proposed, taken, made known, in force; some registered afterwards, some answered with an objection. */
export function* decisionFacts(world: World): Generator<Fact, void> {
  const { chance } = world;
  const underWay: Generator<Fact, void>[] = [];
  for (;;) {
    if (underWay.length < UNDER_WAY && (underWay.length < 20 || chance.often(0.3))) underWay.push(decision(world));
    const place = chance.below(underWay.length);
    const next = (underWay[place] as Generator<Fact, void>).next();
    if (next.done) underWay.splice(place, 1);
    else yield next.value;
  }
}

function* decision(world: World): Generator<Fact, void> {
  const { chance, decisions } = world;
  const organisation = chance.pick(world.organisations.filter(({ mandates }) => mandates.length > 0));
  const mandate = chance.pick(organisation.mandates);
  const id = chance.uuid();
  decisions.push(id);
  const { college } = organisation;
  const about = { aggregate: 'decision', id, actingFor: college };
  const details = detailsOf(world, organisation, mandate);
  const decidedOn = around(world, 30, 0);
  if (chance.often(0.2)) {
    yield {
      ...about,
      actDate: decidedOn,
      definition: decisionEvents.registered,
      data: { ...details, ...takenOf(organisation, mandate, decidedOn) },
    };
  } else {
    yield { ...about, definition: decisionEvents.proposed, data: details };
    yield { ...about, actDate: decidedOn, definition: decisionEvents.taken, data: takenOf(organisation, mandate, decidedOn) };
  }
  const on = around(world, 0, 10);
  yield { ...about, definition: decisionEvents.madeKnown, data: { manner: 'SENT', on, findings: [] } };
  yield { ...about, definition: decisionEvents.enteredIntoForce, data: { on: around(world, 0, 40), findings: [] } };
}

function detailsOf({ chance, parties }: World, { municipality, college }: Organisation, mandate: MandateInWorld): DecisionDetails {
  return {
    subject: 'Verlening van een bijdrage voor ontmoeting en ondersteuning in de wijk',
    reference: `Z-${chance.below(10_000_000)}`,
    nature: 'INDIVIDUAL_DECISION',
    power: chance.pick(mandate.powers),
    amountCents: (1 + chance.below(900)) * 10_000,
    vat: 'notApplicable',
    ...(parties.length > 0 ? { beneficiary: chance.pick(parties) } : {}),
    body: college,
    restrictions: [],
    objectionOpen: true,
    drafters: [college, municipality],
  };
}

function takenOf({ college }: Organisation, { id, post, chain }: MandateInWorld, decidedOn: string): TakenData {
  return {
    outcome: 'ADOPTED',
    decidedOn,
    body: college,
    motivation:
      'De aanvraag past binnen de beleidsregel en het beschikbare budget; de activiteiten dragen bij aan de doelen van het programma.',
    legalGround: ['Awb 4:23'],
    ...{ mandate: id, capacity: 'HOLDER', holder: post.id },
    words: 'namens het college van burgemeester en wethouders',
    pools: [],
    authority: { code: 'VALID', chain: [...chain], reasons: [] },
    findings: [],
  };
}

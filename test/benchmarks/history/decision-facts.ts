import { decisionEvents, type DecisionDetails, type TakenData } from '../../../libs/collaboration/decisions/decision/decision-events.js';
import type { Pin } from '../../../libs/ledger/refusal.js';
import { underWay } from './under-way.js';
import { ableOrganisation, around, type Fact, type MandateInWorld, type Organisation, type World } from './world.js';

/** Decisions under way at once: what is decided, made known and in force is left alone. */
const PACE = { most: 2_000, begin: 0.3, lean: 1 } as const;

/** Decisions under mandates: proposed, taken, made known, in force; some registered afterwards, some answered with an objection. */
export function decisionFacts(world: World): Generator<Fact, void> {
  return underWay(world, PACE, () => {
    const { chance, parties } = world;
    const beneficiary = parties.length > 0 ? chance.pick(parties) : undefined;
    return decision(world, { organisation: ableOrganisation(world), beneficiary, amountCents: (1 + chance.below(900)) * 10_000 });
  });
}

interface Asked {
  readonly organisation: Organisation;
  readonly beneficiary: string | undefined;
  readonly amountCents: number;
}

/** A decision with its last event, for what rests on it. */
export interface DecisionMade extends Pick<TakenData, 'authority' | 'decidedOn'> {
  readonly id: string;
  readonly pin: Pin;
  readonly mandate: MandateInWorld;
}

export function* decision(world: World, asked: Asked): Generator<Fact, DecisionMade> {
  const { chance, decisions } = world;
  const { organisation } = asked;
  const mandate = chance.pick(organisation.mandates);
  const id = chance.uuid();
  decisions.push(id);
  const { college } = organisation;
  const about = { aggregate: 'decision', id, actingFor: college };
  const details = detailsOf(world, asked, mandate);
  const decidedOn = around(world, 30, 0);
  const taken = takenOf(organisation, mandate, decidedOn);
  if (chance.often(0.2)) {
    yield { ...about, actDate: decidedOn, definition: decisionEvents.registered, data: { ...details, ...taken } };
  } else {
    yield { ...about, definition: decisionEvents.proposed, data: details };
    yield { ...about, actDate: decidedOn, definition: decisionEvents.taken, data: taken };
  }
  const on = around(world, 0, 10);
  yield { ...about, definition: decisionEvents.madeKnown, data: { manner: 'SENT', on, findings: [] } };
  const pin = world.nextPin('decision', id);
  yield { ...about, definition: decisionEvents.enteredIntoForce, data: { on: around(world, 0, 40), findings: [] } };
  return { id, pin, mandate, authority: taken.authority, decidedOn };
}

function detailsOf({ chance }: World, { organisation, beneficiary, amountCents }: Asked, mandate: MandateInWorld): DecisionDetails {
  const { municipality, college } = organisation;
  return {
    subject: 'Verlening van een bijdrage voor ontmoeting en ondersteuning in de wijk',
    reference: `Z-${chance.below(10_000_000)}`,
    nature: 'INDIVIDUAL_DECISION',
    power: chance.pick(mandate.powers),
    amountCents,
    vat: 'notApplicable',
    ...(beneficiary === undefined ? {} : { beneficiary }),
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

import { mandateEvents, type GrantData } from '../../../libs/collaboration/authority/mandate/mandate-events.js';
import { around, today, type Fact, type MandateInWorld, type Organisation, type World } from './world.js';

export const POWERS = [
  ...[
    'subsidie-welzijn',
    'subsidie-sport',
    'subsidie-cultuur',
    'wmo-voorziening',
    'jeugdhulp',
    'bijstand',
    'omgevingsvergunning',
    'handhaving',
  ],
  ...[
    'evenementenvergunning',
    'inkoop',
    'verhuur-vastgoed',
    'parkeervergunning',
    'leerlingenvervoer',
    'schuldhulp',
    'woo-besluit',
    'aanstelling',
  ],
];

/** The law gives the college its powers. */
export function attribution({ chance }: World, { municipality, college }: Organisation): Fact {
  const data: GrantData = {
    kind: 'attribution',
    holder: { kind: 'party', id: college, party: college },
    ...{ organisation: municipality, holderOrganisation: municipality, from: '2010-01-01' },
    terms: termsOf(POWERS, []),
    ...{ consentsNeeded: [], findings: [] },
  };
  return { aggregate: 'mandate', id: chance.uuid(), definition: mandateEvents.attributionRecorded, data, actingFor: municipality };
}

/** Mandates and sub-mandates: granted, published, amended, suspended and resumed, revoked. */
export function* mandateFacts(world: World): Generator<Fact, void> {
  const { chance } = world;
  for (;;) {
    const organisation = chance.pick(world.organisations);
    const { mandates, college } = organisation;
    if (chance.often(0.4) || mandates.length < 5) {
      yield grant(world, organisation);
      continue;
    }
    const mandate = chance.pick(mandates);
    const about = { aggregate: 'mandate', id: mandate.id, actingFor: college, actDate: around(world, 30, 0) };
    const from = around(world, 30, 60);
    const kind = chance.below(10);
    if (mandate.until !== undefined && mandate.until <= today(world)) {
      mandates.splice(mandates.indexOf(mandate), 1);
      yield { ...about, definition: mandateEvents.endNoted, data: { on: mandate.until, cause: 'EXPIRED' } };
    } else if (!mandate.publication) {
      mandate.publication = true;
      yield { ...about, definition: mandateEvents.madeKnown, data: { on: from, publication: `gmb-${chance.below(1_000_000)}` } };
    } else if (kind < 6) {
      const terms = { limits: [limit(world)] };
      yield {
        ...about,
        definition: mandateEvents.amended,
        data: { from, terms, reason: 'Jaarlijkse actualisatie van het mandaatregister.', findings: [] },
      };
    } else if (kind < 8) {
      yield { ...about, definition: mandateEvents.suspended, data: { from, reason: 'Lopend onderzoek naar de toepassing.', findings: [] } };
      yield { ...about, definition: mandateEvents.resumed, data: { from: around(world, 0, 90), findings: [] } };
    } else {
      mandates.splice(mandates.indexOf(mandate), 1);
      yield { ...about, definition: mandateEvents.revoked, data: { from, reason: 'Vervangen door een nieuw besluit.', findings: [] } };
    }
  }
}

function grant(world: World, organisation: Organisation): Fact {
  const { chance } = world;
  const { municipality, college, posts, mandates } = organisation;
  const parent = mandates.length > 0 && chance.often(0.3) ? chance.pick(mandates) : undefined;
  const post = chance.pick(posts);
  const powers = parent ? [chance.pick(parent.powers)] : [chance.pick(POWERS), chance.pick(POWERS)];
  const id = chance.uuid();
  const pin = world.nextPin('mandate', id);
  const from = around(world, 120, 60);
  const until = chance.often(0.3) ? around(world, -400, 1_500) : undefined;
  const term = until === undefined ? {} : { until };
  const made: MandateInWorld = { id, pin, powers, post, chain: [...(parent?.chain ?? []), pin], ...term };
  // Chains as long as the longest that people make; beyond it a sub-mandate is none to grant further.
  if (made.chain.length < 4) mandates.push(made);
  const data: GrantData = {
    kind: 'mandate',
    grantor: parent ? { kind: 'post', id: parent.post.id, party: parent.post.party } : { kind: 'party', id: college, party: college },
    holder: { kind: 'post', id: post.id, party: post.party },
    ...{ organisation: municipality, holderOrganisation: municipality, from },
    ...term,
    ...(parent ? { parent: parent.pin } : {}),
    terms: { ...termsOf(powers, [limit(world)]), subMandateAllowed: true },
    ...{ consentsNeeded: [], findings: [], instrument: { reference: `Mandaatbesluit ${from.slice(0, 4)}`, date: from } },
  };
  return {
    aggregate: 'mandate',
    id,
    definition: mandateEvents.granted,
    data,
    actingFor: college,
    actDate: around(world, 30, 0),
    valid: { from, until: data.until ?? null },
  };
}

function limit({ chance }: World): GrantData['terms']['limits'][number] {
  return { amountCents: (1 + chance.below(50)) * 1_000_000, per: 'act', vat: 'excluding' };
}

function termsOf(codes: readonly string[], limits: GrantData['terms']['limits']): GrantData['terms'] {
  const powers = [...new Set(codes)].map((code) => ({ code, legalBasis: ['Gemeentewet 160'] }));
  return { powers: { kind: 'listed', powers }, limits, territory: [], conditions: [], forCase: null, subMandateAllowed: false };
}

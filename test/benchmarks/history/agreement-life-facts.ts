import { agreementEvents } from '../../../libs/collaboration/agreements/agreement/agreement-events.js';
import { hashOf, type Terms } from '../../../libs/collaboration/agreements/agreement/agreement-terms.js';
import { contentHash } from '../../../libs/ledger/content-hash.js';
import { addMonths } from '../../../libs/ledger/local-date.js';
import { agreed, proposed, type Talks } from './agreeing-facts.js';
import { amending, dueDays, type DueDay } from './agreement-texts.js';
import { decision } from './decision-facts.js';
import { around, today, type Fact } from './world.js';

/** What happens to an agreement once it was concluded: commitments are met or not, the text is amended, and it ends. */
export function* later(talks: Talks, concluded: Terms): Generator<Fact, void> {
  const { world } = talks;
  const { chance } = world;
  let terms = concluded;
  const days = dueDays(terms);
  const half = Math.floor(days.length / 2);
  for (const day of days.slice(0, half)) yield* kept(talks, day);
  yield* learned(talks);
  if (chance.often(0.15)) yield* changedParties(talks);
  if (chance.often(0.5)) terms = yield* amended(talks, terms);
  if (chance.often(0.15)) yield corrected(talks, terms);
  if (chance.often(0.15)) yield* paused(talks);
  for (const day of days.slice(half)) yield* kept(talks, day);
  if (talks.byDecision && chance.often(0.4)) yield* determined(talks, terms);
  yield* ended(talks, terms);
}

export function* startNoted({ world, about, version }: Talks, on: string): Generator<Fact, void> {
  if (on <= today(world)) yield { ...about, definition: agreementEvents.startNoted, data: { version, on } };
}

/** Reported and mostly confirmed; some late, disputed, breached or waived. */
function* kept({ world, about, partners }: Talks, { commitment, due, owner }: DueDay): Generator<Fact, void> {
  const { chance } = world;
  const item = { commitment, due };
  const other = owner === about.actingFor ? (partners[0] as string) : about.actingFor;
  const late = due < today(world) && chance.often(0.3);
  if (late) yield { ...about, definition: agreementEvents.commitmentOverdueNoted, data: item };
  const by = other;
  const on = today(world);
  if (chance.often(0.05)) {
    const data = { ...item, by, on, reason: 'Valt samen met de evaluatie.' };
    yield { ...about, actingFor: by, definition: agreementEvents.commitmentWaived, data };
    return;
  }
  const reported = { ...item, by: owner, metOn: on, text: 'Zie het verslag van dit kwartaal.' };
  yield { ...about, actingFor: owner, definition: agreementEvents.fulfilmentReported, data: reported };
  if (chance.often(0.7)) {
    yield { ...about, actingFor: by, definition: agreementEvents.fulfilmentConfirmed, data: { ...item, by, metOn: on } };
  } else if (chance.often(0.2)) {
    const disputed = { ...item, by, on: today(world), reason: 'De cijfers ontbreken.' };
    yield { ...about, actingFor: by, definition: agreementEvents.fulfilmentDisputed, data: disputed };
    if (!chance.often(0.5)) return;
    const breached = { ...item, by, on: today(world), reason: 'Niet aangevuld.' };
    yield { ...about, actingFor: by, definition: agreementEvents.commitmentBreached, data: breached };
  }
}

function* learned({ world, about, partners }: Talks): Generator<Fact, void> {
  const { chance } = world;
  const by = chance.pick(partners);
  const own = { ...about, actingFor: by };
  if (chance.often(0.3)) {
    yield { ...own, definition: agreementEvents.riskRecorded, data: { by, risk: 1, text: 'Er is te weinig personeel.', owner: by } };
    yield { ...own, definition: agreementEvents.riskMitigated, data: { by, risk: 1, text: 'Een gedeelde pool.' } };
  }
  if (chance.often(0.25)) {
    const added = { id: 'C9', text: 'Een open dag.', owner: by, with: [about.actingFor], due: around(world, -30, 200) };
    yield { ...own, definition: agreementEvents.commitmentAdded, data: { commitment: added, from: today(world) } };
  }
  if (chance.often(0.25)) {
    const started = { by, recalibration: 1, question: 'Zijn er plaatsen genoeg?', evidence: [] };
    yield { ...own, definition: agreementEvents.recalibrationStarted, data: started };
    const outcome = chance.pick(['CONFIRM', 'ADJUST'] as const);
    yield { ...own, definition: agreementEvents.recalibrated, data: { by, recalibration: 1, outcome, motivation: 'Voorlopig wel.' } };
  }
  if (!chance.often(0.4)) return;
  const evaluated = { by, on: today(world), conclusion: 'Het aanbod werkt; de vraag groeit.', evidence: [] };
  yield { ...own, definition: agreementEvents.evaluated, data: evaluated };
}

function* amended(talks: Talks, terms: Terms): Generator<Fact, Terms> {
  const { world, about } = talks;
  const next = amending(world, terms, { amends: hashOf(terms), effectiveFrom: around(world, -10, 90) });
  talks.proposal += 1;
  talks.version += 1;
  yield { ...about, definition: agreementEvents.amendmentProposed, data: proposed(talks, next) };
  yield* agreed(talks, next, 'amended');
  return next;
}

function corrected({ about, version }: Talks, terms: Terms): Fact {
  const laid = { versions: [version], field: 'TITLE' as const, was: terms.title, value: `${terms.title} (Noord)` };
  const hash = contentHash({ over: [hashOf(terms)], ...laid });
  return { ...about, definition: agreementEvents.corrected, data: { ...laid, reason: 'De wijk ontbrak in de titel.', hash } };
}

function* paused({ world, about }: Talks): Generator<Fact, void> {
  const by = about.actingFor;
  const from = today(world);
  yield { ...about, definition: agreementEvents.suspended, data: { by, from, reason: 'Verbouwing van het buurthuis.' } };
  yield { ...about, definition: agreementEvents.resumed, data: { by, from: around(world, -1, 60), reason: 'De deuren zijn weer open.' } };
}

function* changedParties({ world, about, organisation, parties }: Talks): Generator<Fact, void> {
  const party = world.chance.pick(world.parties);
  if (parties.includes(party) || party === organisation.college) return;
  const acceded = { party, from: today(world), clause: 'ruimte', findings: [] };
  yield { ...about, actingFor: party, definition: agreementEvents.acceded, data: acceded };
  const exited = { party, from: around(world, -30, 90), reason: 'De organisatie stopt in deze wijk.', findings: [] };
  yield { ...about, actingFor: party, definition: agreementEvents.exited, data: exited };
}

function* determined({ world, about, organisation, partners }: Talks, terms: Terms): Generator<Fact, void> {
  const amountCents = terms.totalCents ?? 0;
  const made = yield* decision(world, { organisation, beneficiary: partners[0], amountCents });
  const data = { amountCents, decision: made.id, pin: made.pin, determinedOn: made.decidedOn };
  yield { ...about, definition: agreementEvents.subsidyDetermined, data };
  if (!world.chance.often(0.15)) return;
  const again = yield* decision(world, { organisation, beneficiary: partners[0], amountCents: 50_000 });
  const reclaimed = { amountCents: 50_000, decision: again.id, pin: again.pin, reclaimedOn: again.decidedOn };
  yield { ...about, definition: agreementEvents.subsidyReclaimed, data: reclaimed };
}

/** Extended, terminated before its time, or simply over. */
function* ended({ world, about }: Talks, terms: Terms): Generator<Fact, void> {
  const { chance } = world;
  const by = about.actingFor;
  const { until } = terms;
  if (until !== undefined && chance.often(0.2)) {
    const data = { by, until: addMonths(until, 12), clause: 'ruimte', reason: 'Nog een jaar, in goed overleg.' };
    yield { ...about, definition: agreementEvents.extended, data };
  } else if (chance.often(0.2)) {
    const data = {
      by,
      from: around(world, -1, 90),
      manner: 'MUTUAL' as const,
      reason: 'Het doel is bereikt.',
      legalGround: [],
      findings: [],
    };
    yield { ...about, definition: agreementEvents.terminated, data };
  } else if (until !== undefined && until <= today(world)) {
    yield { ...about, definition: agreementEvents.expiryNoted, data: { on: until } };
  }
}

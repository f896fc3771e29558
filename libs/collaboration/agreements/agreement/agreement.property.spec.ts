import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../ledger/errors.js';
import { addDays } from '../../../ledger/local-date.js';
import type { TableDefinition, ViewRow } from '../../../views/view-definition.js';
import type { AgreementEvent } from './agreement-events.js';
import { AgreementRegister } from './agreement-oracle.fixture.js';
import { agreedBy, decisionFor, requiredParties } from './agreement-standing.js';
import type { AgreementState } from './agreement-state.js';
import { hashOf } from './agreement-terms.js';
import { actors, AgreementWorld, deKade, made } from './agreement.fixture.js';
import { agreement } from './agreement.js';
import { agreementProjection, type AgreementDoc } from './agreement.view.js';
import {
  anyAgreementCommand,
  anyOffset,
  CONCLUDED,
  day,
  FIRST_DAY,
  SUSPENDED,
  type AnyAgreementCommand,
} from './any-agreement-command.fixture.js';

const TABLES = agreementProjection.tables;
const question = fc.record({ validAt: anyOffset.map(day), known: fc.integer({ min: 0, max: 1_000 }) });

describe('whatever is asked of an agreement', () => {
  const stored: AgreementEvent[][] = [];

  it('keeps what was agreed coherent, and is shown on any day, as known at any moment, as a register kept by hand says', async () => {
    const recorded = new Set<string>();
    const statuses = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(anyAgreementCommand, { minLength: 10, maxLength: 40 })
          .chain((sequence) => fc.constantFrom(sequence, [...CONCLUDED, ...sequence], [...SUSPENDED, ...sequence])),
        fc.array(question, { minLength: 30, maxLength: 30 }),
        async (sequence, questions) => {
          const events = await record(sequence, recorded);
          stored.push(events);
          assertCoherent(fold(events));
          for (const { validAt, known } of questions) {
            const upTo = events.slice(0, Math.round((events.length * known) / 1_000));
            const doc = rowOn(rowsOf('agreement', fold(upTo)), validAt)?.doc() as AgreementDoc | undefined;
            const shown = doc && { status: doc.status, version: doc.versionNumber ?? null, parties: [...doc.parties].sort() };
            expect([validAt, shown]).toEqual([validAt, new AgreementRegister(upTo).on(validAt)]);
            statuses.add(String(doc?.status));
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    // It says something only when much of it happens.
    expect(recorded.size).toBeGreaterThan(14);
    expect([...statuses]).toEqual(expect.arrayContaining(['PROPOSED', 'CONCLUDED', 'ACTIVE', 'SUSPENDED', 'TERMINATED']));
  }, 120_000);

  it('folds and shows in whatever order, with whatever missing', () => {
    const all = stored.flat();
    expect(all.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 60 }), (indexes) => {
        const state = fold(indexes.map((index) => all[index] as AgreementEvent));
        for (const table of TABLES) assertDisjoint(table.rows(state, made('A')));
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });
});

function fold(events: readonly AgreementEvent[]): AgreementState {
  return events.reduce((state, event) => agreement.evolve(state, event), agreement.initial);
}

function rowsOf(table: string, state: AgreementState): readonly ViewRow[] {
  const { rows } = TABLES.find(({ name }) => name === table) as TableDefinition<AgreementState>;
  const found = rows(state, made('A'));
  assertDisjoint(found);
  return found;
}

function rowOn(rows: readonly ViewRow[], date: string): ViewRow | undefined {
  return rows.find(({ validFrom, validTo }) => validFrom <= date && date < validTo);
}

/** No row is empty, and of no key two hold on one day. */
function assertDisjoint(rows: readonly ViewRow[]): void {
  const sorted = [...rows].sort((a, b) => (a.key === b.key ? compare(a.validFrom, b.validFrom) : compare(a.key, b.key)));
  for (const [index, row] of sorted.entries()) {
    expect(row.validFrom < row.validTo).toBe(true);
    const next = sorted[index + 1];
    if (next?.key === row.key) expect(row.validTo <= next.validFrom).toBe(true);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function assertCoherent(state: AgreementState): void {
  expect(state.proposals.filter(({ ended }) => !ended).length).toBeLessThanOrEqual(1);
  state.versions.forEach((version, index) => {
    const proposal = state.proposals.find(({ number }) => number === version.proposal)!;
    expect([version.number, version.hash, proposal.hash]).toEqual([index + 1, hashOf(version.terms), hashOf(version.terms)]);
    expect(version.terms.amends).toBe(state.versions[index - 1]?.hash);
    if (version.terms.earlierStartReason === undefined && proposal.kind !== 'REGISTERED')
      expect(version.from >= version.concludedOn).toBe(true);
    if (proposal.kind === 'REGISTERED') return;
    expect(decisionFor(state, proposal)).toBeDefined();
    // Of who was asked when it was concluded, everyone is bound; who came later was not asked.
    const asked = requiredParties({ ...state, acceded: [], exited: [] }, proposal);
    for (const party of asked.filter((one) => one !== deKade)) expect(agreedBy(state, proposal, party)?.length).toBeGreaterThan(0);
  });
}

/** Records what can be recorded; the others are refused or told to be wrong. @returns the events of the agreement */
async function record(sequence: readonly AnyAgreementCommand[], recorded: Set<string>): Promise<AgreementEvent[]> {
  const name = 'A';
  const world = (await town()).on(FIRST_DAY);
  await world.records(actors.manager, 'DraftAgreement', { kind: 'SUBSIDY_WITH_AGREEMENT', terms: TEXT }, name);
  const decision = await world.decide('D', { amountCents: 8_400_000 });
  let today = FIRST_DAY;
  for (const { command, who, input, later, back } of sequence) {
    today = addDays(today, later);
    const hashes = (await world.state(name)).proposals.map(({ hash }) => hash);
    const filled = { agreement: made(name), ...input, ...('hash' in input ? { hash: hashes.at(-1 - back) ?? hashes[0] ?? '?' } : {}) };
    const about = 'decision' in input ? { ...filled, decision } : filled;
    const outcome = await world
      .on(today)
      .do(actors[who], command, about)
      .catch((error: unknown) => {
        if (!(error instanceof Fault)) throw error;
        return undefined;
      });
    if (outcome?.kind === 'recorded' && outcome.events.length > 0) recorded.add(command);
  }
  return (await world.eventsOf(name)) as AgreementEvent[];
}

async function town(): Promise<AgreementWorld> {
  const founded = await AgreementWorld.create();
  const post = await founded.records(actors.ledger, 'EstablishPost', { name: 'Trekker', party: deKade, from: '2020-01-01' });
  await founded.records(actors.ledger, 'FillPost', { post, actor: actors.deKade.person, from: '2020-01-01' });
  await founded.records(actors.ledger, 'NameRepresentative', { party: deKade, post, instrument: 'Afspraak', from: '2020-01-01' });
  return founded;
}

const TEXT = {
  title: 'Dag 2025',
  parties: [made('municipality'), made('welzijn')],
  from: '2025-03-01',
  until: '2025-12-01',
  clauses: [{ id: 'option', text: 'Verlengen en toetreden kan.' }],
  quantities: [{ id: 'places', name: 'Plaatsen', amount: 9, unit: 'plaats' }],
  totalCents: 8_400_000,
  commitments: [
    { id: 'C1', text: '60 plaatsen', owner: made('welzijn'), due: '2025-07-01' },
    { id: 'C2', text: 'Kwartalen', owner: made('welzijn'), recurrence: { first: '2025-04-15', everyMonths: 3, times: 3 } },
  ],
};

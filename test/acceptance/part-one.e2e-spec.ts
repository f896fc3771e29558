import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HASHES } from '../../apps/api/demo/agreement-scenes.js';
import { made, person } from '../../apps/api/demo/personas.js';
import { allEvents } from '../e2e/follower.js';
import { RunningServer } from '../e2e/running-server.js';
import { ToldTown } from './told-town.js';

const [TEAM_MANAGER, PROGRAMME_MANAGER] = ['Teammanager Samenleving', 'Programmamanager Samen Sterk'];
const [GEMEENTE, WELZIJN, DE_BRUG] = ['Gemeente Rivierenoord', 'Stichting Welzijn Rivierenoord', 'Woonstichting De Brug'];

/** The first part of the acceptance story, asked of the one demo ledger that a newcomer starts with: step 10, and what the others led to. */
describe('the demo ledger', () => {
  let server: RunningServer;
  let town: ToldTown;
  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'on' });
    await server.caughtUp();
    town = new ToldTown(server);
  });
  afterAll(() => server.remove());

  it('stands at the last day of the story, with everything told', async () => {
    const { ledgerStatus } = await town.ask('auditor', '{ ledgerStatus { kind today caughtUp events } }');
    expect(ledgerStatus).toMatchObject({ kind: 'demo', today: '2025-10-22', caughtUp: true });
    expect(await allEvents(server, await town.token('auditor'))).toHaveLength(ledgerStatus.events);
  });

  it('is followed from its beginning, or after any event, without a gap until it has caught up', async () => {
    const { ledgerStatus } = await town.ask('auditor', '{ ledgerStatus { events } }');
    const whole = await town.replay('auditor');
    expect(whole).toHaveLength(ledgerStatus.events);
    const next = new Map<string, number>();
    for (const { stream, revision } of whole) {
      expect(revision).toBe(next.get(stream) ?? 0);
      next.set(stream, revision + 1);
    }
    expect(whole[0]).toMatchObject({ type: 'LedgerFounded' });
    expect(await town.replay('auditor', whole[99]!.position)).toEqual(whole.slice(100));
    expect(await town.replay('auditor', whole.at(-1)!.position)).toEqual([]);
    const open = await town.replay('anyone');
    expect(open).toEqual(whole.filter(({ id }) => open.some((event) => event.id === id)));
    expect(open.length).toBeLessThan(whole.length);
  });

  describe('asked 2026-01-01', () => {
    beforeAll(() => server.moveClock('2026-01-01T08:00:00.000Z'));

    it('0 · its attributions, and M-V of the mayor to the municipal secretary', async () => {
      const query = `query ($kind: MandateKind) { mandateRegister(validAt: "2025-01-06", filter: { kind: $kind }) {
        nodes { holderParty { name } holderPost { name } powers { code legalBasis } limits { amountCents per } inForce { from until } } } }`;
      const register = async (kind: string) => (await town.ask('anyone', query, { kind })).mandateRegister.nodes;
      const [college, mayor] = ['Burgemeester en wethouders van Rivierenoord', 'Burgemeester van Rivierenoord'];
      const attributions = (await register('ATTRIBUTION')).map(({ holderParty, powers }: any) => [
        holderParty.name,
        powers[0].code,
        powers[0].legalBasis,
      ]);
      expect(attributions).toHaveLength(4);
      expect(attributions).toEqual(
        expect.arrayContaining([
          [college, 'subsidie-welzijn', ['Algemene subsidieverordening art. 3']],
          [college, 'overeenkomst', ['Gemeentewet 160']],
          [college, 'toegang-dagactiviteiten', ['Verordening maatschappelijke ondersteuning art. 7']],
          [mayor, 'vertegenwoordigen', ['Gemeentewet 171']],
        ]),
      );
      expect(await register('POWER_OF_ATTORNEY')).toMatchObject([
        {
          holderPost: { name: 'Gemeentesecretaris' },
          powers: [{ code: 'vertegenwoordigen' }],
          limits: [{ amountCents: 25_000_000, per: 'ACT' }],
          inForce: [{ from: '2025-01-06', until: null }],
        },
      ]);
    });

    it('1 · Samen Sterk: everyone in a role, one process owner, and a declared tension for the partners', async () => {
      const query = `query ($id: ID!) { partnership(id: $id) { status members { party { name } } tensions { roles }
        roles { role bearer { name } post { name } } findings { ruleId } } }`;
      const { partnership } = await town.ask('de-brug', query, { id: made('Samen Sterk') });
      expect(partnership.status).toBe('ACTIVE');
      expect(partnership.members.map(({ party }: any) => party.name).sort()).toEqual([GEMEENTE, WELZIJN, DE_BRUG]);
      expect(partnership.roles.map(({ role, bearer, post }: any) => [role, bearer.name, post?.name ?? null])).toEqual([
        ['PROCESS_OWNER', GEMEENTE, PROGRAMME_MANAGER],
        ['COMMISSIONER', GEMEENTE, null],
        ['ORCHESTRATOR', GEMEENTE, null],
        ['CONTRACTOR', WELZIJN, null],
        ['EXPERTISE_SUPPLIER', WELZIJN, null],
        ['NETWORK_PARTNER', DE_BRUG, null],
        ['NETWORK_PARTNER', GEMEENTE, null],
      ]);
      expect(partnership.tensions).toEqual([{ roles: ['NETWORK_PARTNER', 'COMMISSIONER'] }]);
      expect(partnership.findings).toEqual([]);
      const matrix = `{ tensionMatrix(validAt: "2025-01-06") { tensions { roles kind } } }`;
      expect((await town.ask('anyone', matrix)).tensionMatrix.tensions).toContainEqual({
        roles: ['COMMISSIONER', 'NETWORK_PARTNER'],
        kind: 'SOFT',
      });
    });

    it('2 · the team manager could decide 2 500 000 on 01-13, not one cent more, and nothing on 01-12', async () => {
      const chain = [made('M-A'), made('M-B')];
      expect(await town.candidates(2_500_000, '2025-01-13', 'teammanager-samenleving')).toEqual([['VALID', chain, null, null]]);
      expect(await town.candidates(2_500_001, '2025-01-13', 'teammanager-samenleving')).toEqual([
        ['INVALID', chain, made('M-B'), ['AMOUNT']],
      ]);
      expect((await town.candidates(2_500_000, '2025-01-12', 'teammanager-samenleving')).map(([code]) => code)).toEqual(['INVALID']);
    });

    it('3 · M-C holds from 02-03, when the board of Welzijn had consented too', async () => {
      const inForce = { inForce: [{ from: '2025-02-03', until: null }] };
      expect(await town.mandate('M-C', '2025-02-02')).toEqual({ status: 'AWAITING_CONSENT', ...inForce });
      expect(await town.mandate('M-C', '2025-02-03')).toEqual({ status: 'IN_FORCE', ...inForce });
      expect(await town.mandate('M-C', '2025-02-03', '2025-01-29T22:59:59.999Z')).toEqual({ status: 'AWAITING_CONSENT', inForce: [] });
      const query = `query ($id: ID!) { decision(id: $id) { status explain { type refusedAttempt } } }`;
      const { decision } = await town.ask('welzijn-director', query, { id: made('D-0') });
      expect(decision.status).toBe('PROPOSED');
      expect(decision.explain.at(-1)).toEqual({ type: 'DecisionAttemptRefused', refusedAttempt: true });
    });

    it('4 · who was accountable: on 08-31, on 09-01, and on 09-01 as known on 08-01', async () => {
      const query = `query ($validAt: LocalDate!, $knownAt: KnownAt) {
        whoWasAccountable(topic: "dementie", validAt: $validAt, knownAt: $knownAt) { nodes { post { name } responsibility { topic } } } }`;
      const asked = async (validAt: string, knownAt?: string) =>
        (await town.ask('council', query, { validAt, knownAt })).whoWasAccountable.nodes.map(({ post }: any) => post.name);
      expect(await asked('2025-08-31')).toEqual([TEAM_MANAGER]);
      expect(await asked('2025-09-01')).toEqual([PROGRAMME_MANAGER]);
      expect(await asked('2025-09-01', '2025-08-01T21:59:59.999Z')).toEqual([TEAM_MANAGER]);
    });

    it('5 · what was promised: C1 and C3 in time and C1 confirmed, C2 eight times, of which the third was late', async () => {
      const query = `query ($party: UUID!) { commitmentsDue(party: $party) { nodes { commitment due status metOn confirmed } } }`;
      const owed = async (name: string) =>
        (await town.ask('anyone', query, { party: made(name) })).commitmentsDue.nodes.map((one: any) => [
          one.due,
          one.commitment,
          one.status,
          one.metOn,
          one.confirmed,
        ]);
      expect(await owed('municipality')).toEqual([['2025-06-30', 'C3', 'FULFILLED', '2025-06-24', false]]);
      const open = ['2026-01-15', '2026-04-15', '2026-07-15', '2026-10-15', '2027-01-15'];
      expect(await owed('welzijn')).toEqual([
        ['2025-04-15', 'C2', 'FULFILLED', '2025-04-15', false],
        ['2025-07-01', 'C1', 'FULFILLED', '2025-07-01', true],
        ['2025-07-15', 'C2', 'FULFILLED', '2025-07-15', false],
        ['2025-10-15', 'C2', 'FULFILLED', '2025-10-22', false],
        ['2026-01-01', 'C4', 'OPEN', null, false],
        ...open.map((due) => [due, 'C2', 'OPEN', null, false]),
      ]);
    });

    it('5 and 6 · D-1 and D-2 are valid, then and now; objections to them were open for six weeks', async () => {
      const query = `query ($id: ID!) { decision(id: $id) { amountCents objectionTerm { end } taken { decidedOn verdict } } }`;
      for (const [name, amountCents, decidedOn, end] of [
        ['D-1', 8_400_000, '2025-02-24', '2025-04-09'],
        ['D-2', 4_000_000, '2025-04-07', '2025-05-20'],
      ] as const) {
        const { decision } = await town.ask('anyone', query, { id: made(name) });
        expect(decision).toEqual({ amountCents, objectionTerm: { end }, taken: { decidedOn, verdict: 'VALID' } });
        expect(await town.verdict(name)).toMatchObject({
          code: 'VALID',
          validThen: true,
          validNow: true,
          chain: [{ mandate: made('M-A') }],
        });
      }
    });

    it('7 · D-3 is valid with hindsight only; D-4 is so through its ratification, and was not before it', async () => {
      expect(await town.verdict('D-3')).toMatchObject({
        code: 'VALID_ONLY_WITH_HINDSIGHT',
        validThen: false,
        validNow: true,
        chain: [{ mandate: made('M-A') }],
        failingThen: { mandate: made('M-A'), reasons: ['ACT_DATE_LATER'] },
      });
      expect(await town.verdict('D-4')).toMatchObject({
        code: 'VALID_ONLY_WITH_HINDSIGHT',
        validThen: false,
        through: { stream: `decision-${made('D-4')}` },
      });
      expect(await town.verdict('D-4', '2025-05-19T21:59:59.999Z')).toMatchObject({
        code: 'INVALID',
        validThen: false,
        validNow: false,
        through: null,
      });
    });

    it('8 · M-A held from 2025-01-01 to 06-20, and M-B lapsed with it; D-5 is the own decision of the college', async () => {
      expect(await town.mandate('M-A', '2025-06-19')).toEqual({
        status: 'IN_FORCE',
        inForce: [{ from: '2025-01-01', until: '2025-06-20' }],
      });
      expect((await town.mandate('M-A', '2025-06-20')).status).toBe('REVOKED');
      expect(await town.mandate('M-B', '2025-06-19')).toEqual({
        status: 'IN_FORCE',
        inForce: [{ from: '2025-01-13', until: '2025-06-20' }],
      });
      const noted = `query ($id: ID!) { mandate(id: $id, validAt: "2025-06-20") { notedEnds { on cause } } }`;
      expect((await town.ask('anyone', noted, { id: made('M-B') })).mandate.notedEnds).toEqual([
        { on: '2025-06-20', cause: 'PARENT_ENDED' },
      ]);
      expect(await town.candidates(1_000_000, '2025-06-19', 'directeur-sociaal-domein')).toEqual([['VALID', [made('M-A')], null, null]]);
      expect(await town.candidates(1_000_000, '2025-06-20', 'directeur-sociaal-domein')).toEqual([
        ['INVALID', [made('M-A')], made('M-A'), ['REVOKED']],
      ]);
      expect(await town.verdict('D-5')).toMatchObject({ code: 'VALID', validThen: true, validNow: true, chain: [] });
    });

    it('9 · D-6 was adopted without a vote, and version 2 holds from 10-06 for the same amount', async () => {
      const query = `query ($id: ID!) { decision(id: $id) { nature taken { decidedOn verdict } votes { present inFavour against } } }`;
      const { decision } = await town.ask('college', query, { id: made('D-6') });
      expect(decision).toMatchObject({ nature: 'PRIVATE_LAW', taken: { decidedOn: '2025-10-06', verdict: 'VALID' } });
      expect(decision.votes).toMatchObject([
        { present: ['mayor', 'alderman one', 'alderman two'].map(person), inFavour: null, against: null },
      ]);
      const { version, totalCents } = await town.agreement('anyone', '2025-10-06');
      expect(version).toMatchObject({ version: 2, hash: HASHES.H3, from: '2025-10-06' });
      expect([totalCents, (await town.agreement('anyone', '2025-10-05')).totalCents]).toEqual([8_400_000, 8_400_000]);
    });

    it('10 · the agreement valid 2025-08-01, as known now and as known then', async () => {
      const told = (location: string) => ({
        status: 'ACTIVE',
        totalCents: 8_400_000,
        version: {
          version: 1,
          hash: HASHES.H2,
          terms: {
            quantities: expect.arrayContaining([{ id: 'places', amount: 60 }]),
            particulars: [{ text: location }],
          },
        },
      });
      expect(await town.agreement('anyone', '2025-08-01')).toMatchObject(told('De Linde'));
      expect(await town.agreement('anyone', '2025-08-01', '2025-08-01T21:59:59.999Z')).toMatchObject(told('De Lnde'));
    });

    it('10 · the agreement valid 2025-03-01 as known 2025-02-20: proposed, H2, consent of Welzijn only, no version', async () => {
      expect(await town.agreement('welzijn-board', '2025-03-01', '2025-02-20T22:59:59.999Z')).toMatchObject({
        status: 'PROPOSED',
        version: null,
        proposal: { hash: HASHES.H2 },
        answers: [{ party: made('welzijn'), kind: 'CONSENTED' }],
      });
    });

    it('10 · versions 1 and 2 differ in 60 → 80 places and C4, and in nothing else; the correction is listed apart', async () => {
      const query = `query ($id: ID!) { agreementDiff(id: $id, from: "1", to: "2") { from to changes { path kind from to } corrections { versions item was value } } }`;
      expect((await town.ask('anyone', query, { id: made('A-1') })).agreementDiff).toEqual({
        from: HASHES.H2,
        to: HASHES.H3,
        changes: [
          { path: 'quantities.places.amount', kind: 'CHANGED', from: 60, to: 80 },
          { path: 'commitments.C4', kind: 'ADDED', from: null, to: expect.objectContaining({ owner: made('welzijn'), due: '2026-01-01' }) },
        ],
        corrections: [{ versions: [1, 2], item: 'location', was: 'De Lnde', value: 'De Linde' }],
      });
    });

    it('10 · decisions under M-A are D-3, D-1 and D-2, 15 400 000 together; D-4 is listed outside its bounds', async () => {
      const query = `query ($filter: DecisionFilter) { decisions(filter: $filter) { totalCount totalAmountCents nodes { id } } }`;
      const list = async (more: object) => (await town.ask('anyone', query, { filter: { mandate: made('M-A'), ...more } })).decisions;
      expect(await list({})).toEqual({
        totalCount: 3,
        totalAmountCents: 15_400_000,
        nodes: ['D-2', 'D-1', 'D-3'].map((name) => ({ id: made(name) })),
      });
      expect(await list({ outsideMandate: true })).toEqual({
        totalCount: 1,
        totalAmountCents: 1_200_000,
        nodes: [{ id: made('D-4') }],
      });
    });

    it('10 · 4 000 000 on 2025-07-01: the college itself; the director and the team manager just not', async () => {
      const { able, nearMisses } = await town.couldDecide(4_000_000, '2025-07-01');
      expect(able.map(({ party, verdict }: any) => [party.name, verdict.code, verdict.chain])).toEqual([
        ['Burgemeester en wethouders van Rivierenoord', 'VALID', []],
      ]);
      const just = nearMisses.map(({ post, verdict }: any) => [post.name, verdict.failing.mandate, verdict.failing.reasons]);
      expect(just.sort()).toEqual([
        ['Directeur Sociaal Domein', made('M-A'), ['REVOKED']],
        [TEAM_MANAGER, made('M-B'), ['PARENT_ENDED', 'AMOUNT']],
      ]);
    });

    it('what comes due next, for the parties to the agreement', async () => {
      const query = `query ($subject: ID!) { upcoming(subject: $subject, until: "2026-05-01") { nodes { on kind command } } }`;
      const next = async (persona: string) => (await town.ask(persona, query, { subject: made('A-1') })).upcoming.nodes;
      const [due, overdue] = [
        { kind: 'COMMITMENT_DUE', command: null },
        { kind: 'COMMITMENT_OVERDUE', command: 'NoteCommitmentOverdue' },
      ];
      expect(await next('welzijn-board')).toEqual([
        { on: '2026-01-01', ...due },
        { on: '2026-01-02', ...overdue },
        { on: '2026-01-15', ...due },
        { on: '2026-01-16', ...overdue },
        { on: '2026-04-15', ...due },
        { on: '2026-04-16', ...overdue },
      ]);
      expect(await next('anyone')).toEqual([]);
    });

    it('the timeline of the agreement has every act of everyone, and what its own calendar noted', async () => {
      const query = `query ($subject: ID!) { timeline(subject: $subject, first: 100) { totalCount nodes { type recordedAt refusedAttempt } } }`;
      const { nodes, totalCount } = (await town.ask('auditor', query, { subject: made('A-1') })).timeline;
      expect(nodes).toHaveLength(totalCount);
      expect(nodes.map(({ type, recordedAt }: any) => [recordedAt.slice(0, 10), type])).toEqual([
        ['2025-02-10', 'AgreementDrafted'],
        ['2025-02-10', 'AgreementProposed'],
        ['2025-02-10', 'AgreementAttemptRefused'],
        ['2025-02-10', 'AgreementConsented'],
        ['2025-02-14', 'AgreementCounterProposed'],
        ['2025-02-17', 'AgreementConsented'],
        ['2025-02-24', 'AgreementDecisionLinked'],
        ['2025-02-26', 'AgreementSigned'],
        ['2025-02-26', 'AgreementConcluded'],
        ['2025-03-01', 'AgreementStartNoted'],
        ['2025-04-15', 'AgreementFulfilmentReported'],
        ['2025-06-30', 'AgreementFulfilmentReported'],
        ['2025-07-02', 'AgreementCommitmentOverdueNoted'],
        ['2025-07-08', 'AgreementFulfilmentReported'],
        ['2025-07-08', 'AgreementFulfilmentConfirmed'],
        ['2025-07-15', 'AgreementFulfilmentReported'],
        ['2025-09-29', 'AgreementAmendmentProposed'],
        ['2025-10-01', 'AgreementConsented'],
        ['2025-10-06', 'AgreementDecisionLinked'],
        ['2025-10-06', 'AgreementSigned'],
        ['2025-10-06', 'AgreementAmended'],
        ['2025-10-06', 'AgreementCorrected'],
        ['2025-10-06', 'AgreementStartNoted'],
        ['2025-10-16', 'AgreementCommitmentOverdueNoted'],
        ['2025-10-22', 'AgreementFulfilmentReported'],
      ]);
    });

    it('every attempt that was refused and recorded, with its rule and article, for auditors', async () => {
      const query = `{ events(filter: { types: ["DecisionAttemptRefused", "AgreementAttemptRefused"] }) { nodes { stream data recordedAt } } }`;
      const { nodes } = (await town.ask('auditor', query)).events;
      expect(nodes.map(({ stream, data, recordedAt }: any) => [recordedAt.slice(0, 10), stream, data.ruleId, data.legalBasis])).toEqual([
        ['2025-01-27', `decision-${made('D-0')}`, 'M6', 'Awb 10:4 lid 1'],
        ['2025-02-10', `agreement-${made('A-1')}`, 'V1', 'Gemeentewet 160'],
        ['2025-04-07', `decision-${made('D-2')}`, 'D3', 'Awb 10:2'],
        ['2025-06-23', `decision-${made('D-5')}`, 'D3', 'Awb 10:2'],
      ]);
      expect((await town.ask('anyone', query)).events.nodes).toEqual([]);
    });
  });
});

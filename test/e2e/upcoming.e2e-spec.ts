import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { perAct, REASONS, type Rivierenoord, settle } from '../acceptance/rivierenoord.js';
import { RunningServer } from './running-server.js';

const UPCOMING = `query ($from: LocalDate, $until: LocalDate, $party: UUID, $subject: ID, $kinds: [String!], $first: Int, $after: String, $knownAt: KnownAt, $last: Position) {
  upcoming(from: $from, until: $until, party: $party, subject: $subject, kinds: $kinds, first: $first, after: $after, knownAt: $knownAt, atLeast: $last) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { on kind stream command followedBy text { nl en } }
  }
}`;

describe('what comes due', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  const id: Record<string, string> = {};

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    const { cast, college, director, teamManager, welzijnDirector } = town;
    for (const code of ['subsidie-welzijn', 'toegang-dagactiviteiten'])
      await cast.records('registrar', 'recordAttribution', {
        holderParty: college,
        powers: [{ code, legalBasis: ['ASV 3'] }],
        from: '2020-01-01',
      });
    const instrument = { reference: 'gmb-2025-1', date: '2025-01-06' };
    const general = { kind: 'MANDATE', body: college, powers: [{ code: 'subsidie-welzijn' }], limits: [perAct(10_000_000)], instrument };
    id['M-A'] = await cast.records('college', 'grantMandate', {
      ...general,
      holderPost: director,
      from: '2025-01-06',
      subMandateAllowed: true,
    });
    const sub = { parent: id['M-A'], holderPost: teamManager, powers: general.powers, from: '2025-01-06', instrument };
    id['M-B'] = await cast.records('director-social-domain', 'grantSubMandate', { ...sub, limits: [perAct(2_500_000)] });
    const term = { from: '2025-01-06', until: '2025-03-01' };
    id['M-T'] = await cast.records('college', 'grantMandate', { ...general, ...term, holderPost: director });
    const access = { kind: 'MANDATE', body: college, powers: [{ code: 'toegang-dagactiviteiten' }], instrument };
    id['M-C'] = await cast.records('college', 'grantMandate', { ...access, holderPost: welzijnDirector, from: '2025-02-01' });
    await cast.records('college', 'revokeMandate', { mandate: id['M-A'], from: '2025-04-01', instrument });
  });
  afterAll(() => server.remove());

  const asked = async (persona: string, variables: object = {}) => (await town.cast.asks<any>(persona, UPCOMING, variables)).upcoming;
  const said = ({ nodes }: any) => nodes.map(({ on, kind, stream }: any) => [on, kind, stream]);

  it('is listed by day, over all subjects, for whoever may see it', async () => {
    const term = ['2025-03-01', 'MANDATE_EXPIRY', `mandate-${id['M-T']}`];
    const revocation = ['2025-04-01', 'MANDATE_REVOCATION', `mandate-${id['M-A']}`];
    const consent = ['2025-02-01', 'MANDATE_CONSENT_AWAITED', `mandate-${id['M-C']}`];
    expect(said(await asked('anyone'))).toEqual([term, revocation]);
    const ours = await asked('college');
    expect([ours.totalCount, ...said(ours)]).toEqual([4, consent, consent, term, revocation]);
    expect(said(await asked('college', { party: town.welzijn }))).toEqual([consent, consent]);
    expect(said(await asked('college', { from: '2025-02-02', until: '2025-04-01' }))).toEqual([term]);
    expect(said(await asked('college', { subject: id['M-A'] }))).toEqual([revocation]);
    expect(said(await asked('college', { kinds: ['MANDATE_EXPIRY'] }))).toEqual([term]);
  });

  it('says what the ledger itself will record, and what ends with it', async () => {
    const { nodes } = await asked('anyone');
    expect(nodes.map(({ command, followedBy }: any) => [command, followedBy])).toEqual([
      ['NoteMandateEnd', []],
      [null, [`mandate-${id['M-B']}`]],
    ]);
  });

  it('is paged without losing or repeating anything, as known at the first page', async () => {
    const seen: any[] = [];
    let after: string | null = null;
    do {
      const page: any = await asked('college', { first: 1, after });
      seen.push(...said(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(said(await asked('college')));
    const { errors } = await server.graphql(UPCOMING, { after: 'bm9uZQ' });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('came due on the way when the demo clock moves: every day is passed in order, and what is recorded carries its time', async () => {
    const { arrived, firedCount, fired } = await move('2025-07-01T08:00:00.000Z');
    expect([arrived, firedCount]).toEqual([true, 2]);
    expect(fired).toMatchObject([
      { on: '2025-03-01', kind: 'MANDATE_EXPIRY', outcome: 'RECORDED', recordedOn: `mandate-${id['M-T']}` },
      { on: '2025-04-01', kind: 'MANDATE_REVOCATION', outcome: 'RECORDED', recordedOn: `mandate-${id['M-B']}` },
    ]);
    expect(await noted()).toEqual([
      [`mandate-${id['M-T']}`, '2025-03-01', { on: '2025-03-01', cause: 'EXPIRED' }],
      [`mandate-${id['M-B']}`, '2025-04-01', { on: '2025-04-01', cause: 'PARENT_ENDED' }],
    ]);
    expect((await asked('college')).totalCount).toBe(0);
    expect((await asked('college', { from: '2025-01-01', kinds: ['MANDATE_EXPIRY'] })).totalCount).toBe(1);
  });

  it('moves forward only', async () => {
    expect((await server.send('/demo/clock', { body: JSON.stringify({ to: '2025-06-30T08:00:00.000Z' }) })).status).toBe(400);
    expect(await move('2025-07-01T09:00:00.000Z')).toMatchObject({ arrived: true, firedCount: 0 });
  });

  it('includes the term for objections and the review of a decision', async () => {
    const { cast, college, welzijn } = town;
    const about = { subject: 'Subsidie', nature: 'INDIVIDUAL_DECISION', power: 'subsidie-welzijn', body: college, beneficiary: welzijn };
    const decision = await cast.records('college', 'proposeDecision', { ...about, amountCents: 100 });
    const { words: _, ...own } = REASONS;
    await cast.records('college', 'takeDecision', { decision, ...own, adoption: { present: [cast.person('mayor')], withoutVote: true } });
    await cast.records('college', 'makeDecisionKnown', { decision, manner: 'SENT', remedy: 'Bezwaar binnen zes weken.' });
    await cast.records('college', 'setDecisionReviewDue', { decision, due: '2026-01-15', reason: 'Na een half jaar' });
    expect(said(await asked('anyone', { party: welzijn, subject: decision }))).toEqual([
      ['2025-08-12', 'OBJECTION_TERM_END', `decision-${decision}`],
      ['2026-01-15', 'DECISION_REVIEW_DUE', `decision-${decision}`],
    ]);
  });

  it('needs nobody who asks: what is learned of afterwards is noted as well', async () => {
    const { cast, college, director } = town;
    const grant = {
      kind: 'MANDATE',
      body: college,
      holderPost: director,
      powers: [{ code: 'subsidie-welzijn' }],
      source: 'Register van 2024',
    };
    const ended = await cast.records('registrar', 'registerMandate', { ...grant, from: '2024-01-01', until: '2024-12-31' });
    const note = [`mandate-${ended}`, '2025-07-01', { on: '2024-12-31', cause: 'EXPIRED' }];
    while ((await noted()).length < 3) await pause(50);
    expect((await noted()).at(-1)).toEqual(note);
  });

  it('fires once, whatever becomes of the process', async () => {
    const before = await noted();
    await server.kill();
    await server.restart();
    expect(await move('2025-07-02T08:00:00.000Z')).toMatchObject({ firedCount: 0 });
    expect(await noted()).toEqual(before);
  });

  async function move(to: string): Promise<any> {
    return JSON.parse((await server.send('/demo/clock', { body: JSON.stringify({ to }) })).text);
  }

  async function noted(): Promise<unknown[]> {
    const query = `query ($last: Position) { events(filter: { types: ["MandateEndNoted"] }, atLeast: $last) { nodes { stream recordedAt data } } }`;
    const { events } = await town.cast.asks<any>('anyone', query);
    return events.nodes.map(({ stream, recordedAt, data }: any) => [stream, recordedAt.slice(0, 10), data]);
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from '../e2e/running-server.js';
import { REASONS, type Rivierenoord, settle } from './rivierenoord.js';

/** A limit per calendar year counts every decision under the mandate and under its sub-mandates, in live acts and in answers. */
describe('a mandate with a limit per calendar year', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  let wide: string;
  let narrow: string;

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    const { cast, college, director, teamManager } = town;
    await cast.records('registrar', 'recordAttribution', {
      holderParty: college,
      powers: [{ code: 'inkoop', legalBasis: ['Gemeentewet 160'] }],
      from: '2020-01-01',
    });
    const content = { powers: [{ code: 'inkoop' }], from: '2025-01-06', instrument: { reference: 'gmb-2025-1', date: '2025-01-06' } };
    const perYear = (amountCents: number) => [{ amountCents, per: 'CALENDAR_YEAR', vat: 'NOT_APPLICABLE' }];
    wide = await cast.records('college', 'grantMandate', {
      ...content,
      kind: 'MANDATE',
      body: college,
      holderPost: director,
      limits: perYear(1_000_000),
      subMandateAllowed: true,
    });
    narrow = await cast.records('director-social-domain', 'grantSubMandate', {
      ...content,
      parent: wide,
      holderPost: teamManager,
      limits: perYear(600_000),
    });
  });
  afterAll(() => server.remove());

  it('is used up by the sub-mandate too, exactly, and comes back when a decision is withdrawn', async () => {
    const { cast } = town;
    const first = await propose('team-manager', 600_000);
    await cast.records('team-manager', 'takeDecision', { decision: first, mandate: narrow, ...REASONS });
    expect(await able(400_000)).toEqual([town.college, town.director].sort());
    expect(await able(400_001)).toEqual([town.college]);
    const second = await propose('director-social-domain', 400_001);
    const tooMuch = await cast.does('director-social-domain', 'takeDecision', { decision: second, mandate: wide, ...REASONS });
    expect(tooMuch).toMatchObject({ __typename: 'Refused', ruleId: 'D3', legalBasis: 'Awb 10:2' });
    expect(tooMuch.recordedAs?.stream).toBe(`decision-${second}`);
    const third = await propose('director-social-domain', 400_000);
    await cast.records('director-social-domain', 'takeDecision', { decision: third, mandate: wide, ...REASONS });
    const { decisionAuthority } = await cast.asks<any>(
      'anyone',
      `query ($id: ID!, $last: Position) { decisionAuthority(id: $id, atLeast: $last) { code } }`,
      { id: third },
    );
    expect(decisionAuthority.code).toBe('VALID');
    expect(await able(1)).toEqual([town.college]);
    await cast.records('director-social-domain', 'withdrawDecision', {
      decision: third,
      mandate: wide,
      reason: 'De opdracht gaat niet door.',
    });
    expect(await able(400_000)).toEqual([town.college, town.director].sort());
  });

  function propose(persona: string, amountCents: number): Promise<string> {
    const { cast, college, welzijn } = town;
    return cast.records(persona, 'proposeDecision', {
      subject: 'Inkoop',
      nature: 'INDIVIDUAL_DECISION',
      power: 'inkoop',
      body: college,
      beneficiary: welzijn,
      amountCents,
    });
  }

  async function able(amountCents: number): Promise<string[]> {
    const query = `query ($amountCents: EuroCents, $last: Position) {
      couldDecide(power: "inkoop", on: "2025-01-06", amountCents: $amountCents, atLeast: $last) { able { post { id } party { id } } } }`;
    const { couldDecide } = await town.cast.asks<any>('anyone', query, { amountCents });
    return couldDecide.able.map(({ post, party }: any) => (post ?? party).id).sort();
  }
});

import { describe, expect, it } from '@jest/globals';
import { periodsInForce } from '../../../law/link-history.js';
import { chainOf } from './authority-chain.js';
import { authorityLink, mandate } from './mandate.js';
import { mandateProjection, type MandateDoc } from './mandate.view.js';
import {
  actors,
  bound,
  college,
  couldDecide,
  director,
  INSTRUMENT,
  made,
  mandateA,
  mandateB,
  mayor,
  powers,
  rivierenoord,
  said,
  secretary,
  stateOf,
  welzijnDirector,
  withMandateA,
} from './testing/rivierenoord.js';
import type { LedgerHarness } from '../../testing/ledger-harness.js';

const subsidy = (amountCents: number, onDate: string) => ({ power: 'subsidie-welzijn', amountCents, onDate });
const standing = async (ledger: LedgerHarness, name: string) =>
  (mandateProjection.tables[0]?.rows(await stateOf(ledger, name), made(name)) ?? []).map(({ validFrom, validTo, columns }) => [
    validFrom,
    validTo,
    columns.status,
  ]);

describe('step 0: attributions and the volmacht', () => {
  it('records a volmacht of the mayor to the Gemeentesecretaris with a limit per act', async () => {
    const ledger = await rivierenoord();
    const outcome = await ledger.execute(
      actors.mayor,
      bound.grant,
      {
        kind: 'powerOfAttorney',
        body: mayor,
        holderPost: secretary,
        powers: powers('vertegenwoordigen'),
        limits: [{ amountCents: 25_000_000 }],
        from: '2025-01-06',
        instrument: INSTRUMENT,
      },
      'M-V',
    );
    expect(said(outcome)).toEqual(['MandateGranted']);
    const { grant } = await stateOf(ledger, 'M-V');
    expect(grant).toMatchObject({
      kind: 'powerOfAttorney',
      consentsNeeded: [],
      findings: [],
      terms: {
        powers: { powers: [{ code: 'vertegenwoordigen', legalBasis: ['Gemeentewet 171'] }] },
        limits: [{ amountCents: 25_000_000, per: 'act' }],
      },
    });
    const atLimit = { power: 'vertegenwoordigen', amountCents: 25_000_000, onDate: '2025-02-26' };
    expect((await couldDecide(ledger, 'M-V', atLimit)).code).toBe('VALID');
    expect((await couldDecide(ledger, 'M-V', { ...atLimit, amountCents: 25_000_001 })).code).toBe('INVALID');
  });
});

describe('step 2: a general mandate and its sub-mandate', () => {
  it('asks for the written instrument, then for the reason of the earlier start, then records with a warning', async () => {
    const ledger = (await rivierenoord()).on('2025-01-13');
    const bare = { ...mandateA, instrument: undefined, retroactiveReason: undefined };
    expect(said(await ledger.execute(actors.college, bound.grant, bare))).toEqual(['M4', 'Awb 10:5 lid 2']);
    expect(said(await ledger.execute(actors.college, bound.grant, { ...bare, instrument: INSTRUMENT }))).toEqual(['M14', 'own rule']);
    expect(said(await ledger.execute(actors.college, bound.grant, mandateA, 'M-A'))).toEqual(['MandateGranted']);
    const [event] = (await ledger.events()).slice(-1);
    expect(event?.envelope).toMatchObject({
      actDate: '2025-01-13',
      valid: { from: '2025-01-01', until: null },
      decidedBy: { party: college },
      audience: { level: 'public' },
      legalBasis: ['Algemene subsidieverordening 3'],
    });
    expect((event?.data as MandateDoc).findings.map(({ ruleId, effect }) => [ruleId, effect])).toEqual([['M14', 'W']]);
  });

  it('refuses a wider sub-mandate with the parent as failing link, and grants one within it', async () => {
    const ledger = await withMandateA();
    const wider = await ledger.execute(actors.director, bound.sub, { ...mandateB, limits: [{ amountCents: 15_000_000 }] });
    expect(said(wider)).toEqual(['M10', 'Awb 10:9']);
    expect(wider).toMatchObject({ refusal: { pins: [{ stream: `mandate-${made('M-A')}`, revision: 0 }] } });
    expect(said(await ledger.execute(actors.director, bound.sub, mandateB, 'M-B'))).toEqual(['MandateGranted']);
    const { grant } = await stateOf(ledger, 'M-B');
    expect(grant).toMatchObject({
      kind: 'mandate',
      grantor: { kind: 'post', id: director },
      parent: { stream: `mandate-${made('M-A')}` },
      findings: [],
    });
    expect((await ledger.events()).at(-1)?.envelope).toMatchObject({
      mandate: { stream: `mandate-${made('M-A')}` },
      decidedBy: { post: director, actor: actors.director.person },
    });
  });

  it('lets the team manager decide up to the limit from the start on', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    const valid = await couldDecide(ledger, 'M-B', subsidy(2_500_000, '2025-01-13'));
    expect([valid.code, valid.chain.map(({ stream }) => stream)]).toEqual(['VALID', [`mandate-${made('M-A')}`, `mandate-${made('M-B')}`]]);
    const over = await couldDecide(ledger, 'M-B', subsidy(2_500_001, '2025-01-13'));
    expect([over.code, over.failing?.stream]).toEqual(['INVALID', `mandate-${made('M-B')}`]);
    expect((await couldDecide(ledger, 'M-B', subsidy(2_500_000, '2025-01-12'))).code).toBe('INVALID');
    // Only the earlier start makes the director's decision of 8 January valid, and only with hindsight.
    expect((await couldDecide(ledger, 'M-A', subsidy(3_000_000, '2025-01-08'))).code).toBe('VALID_ONLY_WITH_HINDSIGHT');
  });
});

describe('step 3: a mandate outside the own organisation', () => {
  const granted = async () => {
    const ledger = (await rivierenoord()).on('2025-01-20');
    await ledger.execute(
      actors.college,
      bound.grant,
      {
        kind: 'mandate',
        body: college,
        holderPost: welzijnDirector,
        powers: powers('toegang-dagactiviteiten'),
        from: '2025-02-01',
        instrument: INSTRUMENT,
      },
      'M-C',
    );
    return ledger;
  };
  const access = (onDate: string) => ({ power: 'toegang-dagactiviteiten', amountCents: 0, onDate });

  it('is in force from the last of both consents', async () => {
    const ledger = await granted();
    expect(await standing(ledger, 'M-C')).toEqual([['0001-01-01', '9999-12-31', 'AWAITING_CONSENT']]);
    expect((await couldDecide(ledger, 'M-C', access('2025-01-27'))).failing?.reasons[0]).toBe('AWAITING_CONSENT');
    expect(
      said(await ledger.on('2025-01-29').execute(actors.welzijnDirector, bound.consent, { mandate: made('M-C'), as: 'holder' })),
    ).toEqual(['MandateConsentGiven']);
    expect(await standing(ledger, 'M-C')).toEqual([['0001-01-01', '9999-12-31', 'AWAITING_CONSENT']]);
    expect(
      said(await ledger.on('2025-02-03').execute(actors.welzijnChair, bound.consent, { mandate: made('M-C'), as: 'organisation' })),
    ).toEqual(['MandateConsentGiven']);
    expect(await standing(ledger, 'M-C')).toEqual([
      ['0001-01-01', '2025-02-03', 'AWAITING_CONSENT'],
      ['2025-02-03', '9999-12-31', 'IN_FORCE'],
    ]);
    expect((await couldDecide(ledger, 'M-C', access('2025-02-02'))).code).toBe('INVALID');
    expect((await couldDecide(ledger, 'M-C', access('2025-02-03'))).code).toBe('VALID');
  });

  it('shows consents to the parties to the mandate only', async () => {
    const ledger = await granted();
    await ledger.on('2025-01-29').execute(actors.welzijnDirector, bound.consent, { mandate: made('M-C'), as: 'holder' });
    const [row] = mandateProjection.tables[2]?.rows(await stateOf(ledger, 'M-C'), made('M-C')) ?? [];
    expect(row?.audience.level).toBe('partners');
    expect(new Set(row?.audience.parties)).toEqual(new Set([college, made('municipality'), made('welzijn')]));
    expect(row?.columns).toEqual({ consenter: 'holder', given: 1 });
  });
});

describe('step 8: revocation', () => {
  const revoked = async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    return ledger.on('2025-06-16');
  };

  it('asks for the written instrument, then ends the mandate and what was granted under it', async () => {
    const ledger = await revoked();
    const bare = { mandate: made('M-A'), from: '2025-06-20', reason: 'Reorganisatie' };
    expect(said(await ledger.execute(actors.college, bound.revoke, bare))).toEqual(['M4', 'Awb 10:8 lid 2']);
    expect(said(await ledger.execute(actors.college, bound.revoke, { ...bare, instrument: INSTRUMENT }))).toEqual(['MandateRevoked']);
    expect(await standing(ledger, 'M-A')).toEqual([
      ['0001-01-01', '2025-01-01', 'NOT_YET'],
      ['2025-01-01', '2025-06-20', 'IN_FORCE'],
      ['2025-06-20', '9999-12-31', 'REVOKED'],
    ]);
    const links = [await stateOf(ledger, 'M-A'), await stateOf(ledger, 'M-B')]
      .map((state) => authorityLink(state))
      .filter((link) => link !== null);
    expect(periodsInForce(links.slice(0, 1))).toEqual([{ from: '2025-01-01', until: '2025-06-20' }]);
    expect(periodsInForce(links)).toEqual([{ from: '2025-01-13', until: '2025-06-20' }]);
    expect((await couldDecide(ledger, 'M-A', subsidy(1_000_000, '2025-06-19'))).code).toBe('VALID');
    const late = await couldDecide(ledger, 'M-A', subsidy(1_000_000, '2025-06-20'));
    expect([late.code, late.failing?.reasons[0]]).toEqual(['INVALID', 'REVOKED']);
    expect((await couldDecide(ledger, 'M-B', subsidy(1_000_000, '2025-06-20'))).failing?.reasons[0]).toBe('PARENT_ENDED');
    // What was decided before stays valid, then and now (M11).
    expect((await couldDecide(ledger, 'M-A', subsidy(4_000_000, '2025-04-07'))).code).toBe('VALID');
  });

  it('notes that the sub-mandate ended with its parent, and only when that is so', async () => {
    const ledger = await revoked();
    const note = { mandate: made('M-B'), cause: 'PARENT_ENDED', on: '2025-06-20' } as const;
    await ledger.execute(actors.college, bound.revoke, { mandate: made('M-A'), from: '2025-06-20', instrument: INSTRUMENT });
    await expect(ledger.on('2025-06-19').execute(actors.registrar, bound.noteEnd, note)).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
    expect(said(await ledger.on('2025-06-20').execute(actors.registrar, bound.noteEnd, note))).toEqual(['MandateEndNoted']);
    expect(said(await ledger.execute(actors.registrar, bound.noteEnd, note))).toEqual([]);
  });

  it('keeps every decision of the chain answerable: the links come from the body down', async () => {
    const ledger = await revoked();
    const loaded = {
      of: (_: unknown, entity: string) => ({ exists: true, revision: 0, pin: undefined, state: states.get(entity) ?? mandate.initial }),
      found: () => [],
    };
    const states = new Map([
      [made('M-A'), await stateOf(ledger, 'M-A')],
      [made('M-B'), await stateOf(ledger, 'M-B')],
    ]);
    expect(chainOf(made('M-B'), loaded as never).map(({ grantor }) => grantor)).toEqual([college, director]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { LedgerHarness } from '../../testing/ledger-harness.js';
import { mandateDue } from './mandate-due.js';
import {
  actors,
  bound,
  college,
  INSTRUMENT,
  made,
  mandateA,
  municipality,
  powers,
  rivierenoord,
  stateOf,
  welzijn,
  welzijnDirector,
  withMandateA,
} from './testing/rivierenoord.js';

async function due(ledger: LedgerHarness, name: string): Promise<[on: string, kind: string, command: unknown][]> {
  return mandateDue(await stateOf(ledger, name), made(name)).map(({ on, kind, command }) => [on, kind, command?.input]);
}

describe('a mandate', () => {
  it('without a term has nothing that comes due', async () => {
    expect(await due(await withMandateA(), 'M-A')).toEqual([]);
  });

  it('comes to the end of its term as amended; after an earlier revocation only that counts', async () => {
    const ledger = (await rivierenoord()).on('2025-01-13');
    await ledger.execute(actors.college, bound.grant, { ...mandateA, until: '2025-07-01' }, 'M-A');
    const expiry = (on: string) => [on, 'MANDATE_EXPIRY', { mandate: made('M-A'), cause: 'EXPIRED', on }];
    expect(await due(ledger, 'M-A')).toEqual([expiry('2025-07-01')]);
    const amendment = { mandate: made('M-A'), reason: 'Verlengd', instrument: INSTRUMENT };
    await ledger.on('2025-03-03').execute(actors.college, bound.amend, { ...amendment, until: '2025-12-31' });
    expect(await due(ledger, 'M-A')).toEqual([expiry('2025-12-31')]);
    await ledger.execute(actors.college, bound.revoke, { mandate: made('M-A'), from: '2025-04-01', instrument: INSTRUMENT });
    expect(await due(ledger, 'M-A')).toEqual([['2025-04-01', 'MANDATE_REVOCATION', undefined]]);
  });

  it('tells of the end of what rests on it once its own lapse is noted', async () => {
    const ledger = await withMandateA();
    const state = await stateOf(ledger, 'M-A');
    const noted = (cause: 'EXPIRED' | 'PARENT_ENDED', on: string) => ({ cause, on });
    const notedEnds = [noted('PARENT_ENDED', '2025-03-01'), noted('EXPIRED', '2025-04-01'), noted('PARENT_ENDED', '2025-03-01')];
    expect(mandateDue({ ...state, notedEnds }, made('M-A')).map(({ key, followed }) => [key, followed])).toEqual([
      ['lapse 2025-03-01', true],
    ]);
  });

  it('waits for the consents it needs, from the day it would hold, until each is given or refused', async () => {
    const ledger = (await rivierenoord()).on('2025-01-20');
    const grant = { kind: 'mandate', body: college, holderPost: welzijnDirector, powers: powers('toegang-dagactiviteiten') } as const;
    await ledger.execute(actors.college, bound.grant, { ...grant, from: '2025-02-01', instrument: INSTRUMENT }, 'M-C');
    const waiting = mandateDue(await stateOf(ledger, 'M-C'), made('M-C'));
    expect(waiting.map(({ key, on, audience }) => [key, on, audience.level])).toEqual([
      ['consent holder', '2025-02-01', 'partners'],
      ['consent organisation', '2025-02-01', 'partners'],
    ]);
    expect(waiting[0]?.parties).toEqual(expect.arrayContaining([college, municipality, welzijn]));
    await ledger.execute(actors.welzijnDirector, bound.consent, { mandate: made('M-C'), as: 'holder' });
    expect((await due(ledger, 'M-C')).map(([, kind]) => kind)).toEqual(['MANDATE_CONSENT_AWAITED']);
    await ledger.execute(actors.welzijnChair, bound.refuse, { mandate: made('M-C'), as: 'organisation', reason: 'Eerst overleg' });
    expect(await due(ledger, 'M-C')).toEqual([]);
  });

  it('has information due until it is given, for those who may read the question', async () => {
    const ledger = await withMandateA();
    const asked = await ledger.execute(actors.college, bound.ask, { mandate: made('M-A'), question: 'Hoeveel?', due: '2025-02-01' });
    const [timer] = mandateDue(await stateOf(ledger, 'M-A'), made('M-A'));
    expect(timer).toMatchObject({ on: '2025-02-01', kind: 'MANDATE_INFORMATION_DUE', audience: { level: 'internal' } });
    expect(timer).not.toHaveProperty('command');
    const { request } = (asked.kind === 'recorded' ? asked.events[0]?.data : {}) as { request: string };
    await ledger.execute(actors.director, bound.answer, { mandate: made('M-A'), request, text: 'Drie.' });
    expect(await due(ledger, 'M-A')).toEqual([]);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { mandateRegistration } from '../../../libs/collaboration/authority/mandate/mandate.resolver.js';
import {
  actors,
  bound,
  college,
  director,
  INSTRUMENT,
  made,
  manager,
  posts,
  powers,
  rivierenoord,
  secretary,
} from '../../../libs/collaboration/authority/mandate/testing/rivierenoord.js';
import { partyRegistration } from '../../../libs/collaboration/parties/party/party.resolver.js';
import { postRegistration } from '../../../libs/collaboration/parties/post/post.resolver.js';
import type { LedgerHarness } from '../../../libs/collaboration/testing/ledger-harness.js';
import { endProcesses, processOn } from './scheduler.fixture.js';

afterEach(endProcesses);

describe('when days come, mandates', () => {
  const registrations = [partyRegistration, postRegistration, mandateRegistration];
  const grant = {
    kind: 'mandate' as const,
    body: college,
    powers: powers('subsidie-welzijn'),
    instrument: INSTRUMENT,
    subMandateAllowed: true,
  };
  const noted = async (ledger: LedgerHarness) =>
    (await ledger.events()).filter(({ type }) => type === 'MandateEndNoted').map(({ data, envelope }) => [envelope.stream, data]);

  it('are noted as ended when their term is over, each once, for what comes first', async () => {
    const ledger = (await rivierenoord()).on('2025-01-13');
    const until = '2025-07-01';
    await ledger.execute(actors.college, bound.grant, { ...grant, holderPost: director, from: '2025-01-13', until }, 'M-A');
    const sub = { powers: grant.powers, instrument: INSTRUMENT, from: '2025-01-13', holderPost: manager };
    await ledger.execute(actors.director, bound.sub, { ...sub, parent: made('M-A') }, 'M-B');
    const scheduler = processOn(ledger, registrations);
    ledger.on('2025-06-30');
    await scheduler.finish();
    expect(await noted(ledger)).toEqual([]);
    ledger.on(until);
    await scheduler.finish();
    const ends = ['M-A', 'M-B'].map((name) => [`mandate-${made(name)}`, { on: until, cause: 'EXPIRED' }]);
    expect(new Set(await noted(ledger))).toEqual(new Set(ends));
    expect(await processOn(ledger, registrations).finish()).toEqual([]);
  });

  it('end with the revocation of what they rest on, on the day it works', async () => {
    const ledger = (await rivierenoord()).on('2025-01-13');
    await ledger.execute(actors.college, bound.grant, { ...grant, holderPost: director, from: '2025-01-13' }, 'M-A');
    const sub = { powers: grant.powers, instrument: INSTRUMENT, from: '2025-01-13', subMandateAllowed: true };
    await ledger.execute(actors.director, bound.sub, { ...sub, parent: made('M-A'), holderPost: manager }, 'M-B');
    await ledger.execute(actors.manager, bound.sub, { ...sub, parent: made('M-B'), holderPost: secretary }, 'M-C');
    await ledger
      .on('2025-06-16')
      .execute(actors.college, bound.revoke, { mandate: made('M-A'), from: '2025-06-20', instrument: INSTRUMENT });
    const scheduler = processOn(ledger, registrations);
    await scheduler.finish();
    expect(await noted(ledger)).toEqual([]);
    expect(await scheduler.nextDay()).toBe('2025-06-20');
    ledger.on('2025-06-20');
    await scheduler.finish();
    expect(await noted(ledger)).toEqual(
      ['M-B', 'M-C'].map((name) => [`mandate-${made(name)}`, { on: '2025-06-20', cause: 'PARENT_ENDED' }]),
    );
    expect(await processOn(ledger, registrations).finish()).toEqual([]);
    expect(await noted(ledger)).toHaveLength(2);
  });

  it('lapse with the post that holds them, also when it took the place of the one they were granted to', async () => {
    const ledger = (await rivierenoord()).on('2025-01-13');
    await ledger.execute(actors.college, bound.grant, { ...grant, holderPost: director, from: '2025-01-13' }, 'M-A');
    await ledger.execute(actors.registrar, posts.succeed, { post: director, by: manager, from: '2025-02-01' });
    ledger.on('2025-03-01');
    await ledger.execute(actors.registrar, posts.abolish, { post: manager, from: '2025-03-03', reason: 'Reorganisatie' });
    const scheduler = processOn(ledger, registrations);
    await scheduler.finish();
    expect(await noted(ledger)).toEqual([]);
    ledger.on('2025-03-04');
    await scheduler.finish();
    expect(await noted(ledger)).toEqual([[`mandate-${made('M-A')}`, { on: '2025-03-03', cause: 'POST_ABOLISHED' }]]);
  });
});

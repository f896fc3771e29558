import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../ledger/aggregate.js';
import { NameRepresentative } from '../../parties/party/party.commands.js';
import { nameRepresentative } from '../../parties/party/party.decider.js';
import { id, type LedgerHarness } from '../../testing/ledger-harness.js';
import { actors, bound, college, INSTRUMENT, made, posts, powers, rivierenoord, said, stateOf } from './testing/rivierenoord.js';
import { standings } from './standing.js';

const deBrug = made('de brug');
const person = (name: string): Actor => ({ person: id(name), party: deBrug, role: 'member' });
const [chair, treasurer, secretary] = ['chair', 'treasurer', 'secretary'].map(person) as [Actor, Actor, Actor];
const CONSENT = { mandate: made('M'), as: 'organisation' } as const;

/** De Brug is represented by its chair together with its treasurer or its secretary; its director is to hold a mandate. */
async function waiting(): Promise<LedgerHarness> {
  const ledger = (await rivierenoord()).on('2025-01-20');
  const post = async (name: string, actor: Actor) => {
    await ledger.execute(actors.registrar, posts.establish, { name, party: deBrug, from: '2020-01-01' }, name);
    await ledger.execute(person('keeper'), posts.fill, { post: made(name), actor: actor.person, from: '2020-01-01' });
    return made(name);
  };
  const director = await post('director of De Brug', person('director'));
  const [first, second, third] = [
    await post('the chair', chair),
    await post('the treasurer', treasurer),
    await post('the secretary', secretary),
  ];
  const represent = [NameRepresentative, nameRepresentative, 'party'] as const;
  const naming = { party: deBrug, post: first, jointlyWith: [second, third], instrument: 'Statuten', from: '2020-01-01' };
  await ledger.execute(chair, represent, naming);
  const grant = { kind: 'mandate', body: college, holderPost: director, powers: powers('toegang-dagactiviteiten') } as const;
  await ledger.execute(actors.college, bound.grant, { ...grant, from: '2025-01-20', instrument: INSTRUMENT }, 'M');
  await ledger.execute(person('director'), bound.consent, { mandate: made('M'), as: 'holder' });
  return ledger;
}

describe('the consent of an organisation that two represent only together', () => {
  it('is there once both have consented, and counts from the last', async () => {
    const ledger = await waiting();
    expect(said(await ledger.execute(treasurer, bound.consent, CONSENT))).toEqual(['MandateConsentCosigned']);
    expect(standings(await stateOf(ledger, 'M')).at(-1)?.status).toBe('AWAITING_CONSENT');
    const last = await ledger.on('2025-01-27').execute(chair, bound.consent, CONSENT);
    expect(last).toMatchObject({
      events: [{ type: 'MandateConsentGiven', data: { post: made('the chair'), jointlyWith: made('the treasurer') } }],
    });
    expect(standings(await stateOf(ledger, 'M')).map(({ since, status }) => [since, status])).toContainEqual(['2025-01-27', 'IN_FORCE']);
    expect(said(await ledger.execute(secretary, bound.consent, CONSENT))).toEqual([]);
  });

  it('counts from the later of both, whichever is told last', async () => {
    const ledger = await waiting();
    await ledger.on('2025-01-27').execute(treasurer, bound.consent, CONSENT);
    const told = await ledger.execute(chair, bound.consent, { ...CONSENT, actDate: '2025-01-22' });
    expect(told).toMatchObject({ events: [{ type: 'MandateConsentGiven', envelope: { actDate: '2025-01-27' } }] });
  });

  it('is not given by one of them twice, nor by two who do not represent it together', async () => {
    const ledger = await waiting();
    expect(said(await ledger.execute(treasurer, bound.consent, CONSENT))).toEqual(['MandateConsentCosigned']);
    expect(said(await ledger.execute(treasurer, bound.consent, CONSENT))).toEqual([]);
    expect(said(await ledger.execute(secretary, bound.consent, CONSENT))).toEqual(['MandateConsentCosigned']);
    expect(said(await ledger.execute(person('director'), bound.consent, CONSENT))).toEqual(['V4', expect.any(String), 'recorded']);
    expect(standings(await stateOf(ledger, 'M')).at(-1)?.status).toBe('AWAITING_CONSENT');
  });

  it('is not given by one person in both posts, nor refused by one alone', async () => {
    const ledger = await waiting();
    await ledger.execute(person('keeper'), posts.fill, { post: made('the treasurer'), actor: chair.person, from: '2025-01-20' });
    await ledger.execute(chair, bound.consent, CONSENT);
    expect(said(await ledger.execute(chair, bound.consent, CONSENT))).toEqual([]);
    expect((await stateOf(ledger, 'M')).consents.filter(({ by }) => by === 'organisation')).toEqual([]);
    expect(said(await ledger.execute(secretary, bound.refuse, { ...CONSENT, reason: 'Eerst overleg' }))[0]).toBe('V4');
  });
});

import { describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { type Actor, ROLES } from '../ledger/aggregate.js';
import { Tokens } from './tokens.js';

const SECRET = new Uint8Array(32).fill(7);
const LEDGER = 'ledger-1';
const MEMBER: Actor = { person: 'p', party: 'q', role: 'member' };
const tokens = new Tokens(SECRET, LEDGER);

const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

/** What the local issuer would write, with something changed. */
function forged(claims: Record<string, unknown>, { secret = SECRET, alg = 'HS256' } = {}): Promise<string> {
  return new SignJWT({ iss: 'convenant', aud: LEDGER, sub: 'p', exp: inAnHour(), role: 'member', party: 'q', ...claims })
    .setProtectedHeader({ alg })
    .sign(secret);
}

describe('a token', () => {
  it.each(ROLES)('of a %s says who it is, as often as it is asked', async (role) => {
    for (const party of ['q', null]) {
      const token = await tokens.issue({ person: 'p', party, role }, 60);
      expect(await tokens.verify(token)).toEqual({ person: 'p', party, role });
      expect(await tokens.verify(token)).toEqual({ person: 'p', party, role });
    }
  });

  it('holds no more than that', async () => {
    expect(Object.keys(decodeJwt(await tokens.issue(MEMBER, 60))).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'party', 'role', 'sub']);
  });

  const wrong: [string, () => Promise<string> | string][] = [
    ['another key', () => forged({}, { secret: new Uint8Array(32).fill(8) })],
    ['another algorithm', () => forged({}, { secret: new Uint8Array(64).fill(7), alg: 'HS512' })],
    ['another ledger', () => new Tokens(SECRET, 'ledger-2').issue(MEMBER, 60)],
    ['no ledger', () => forged({ aud: undefined })],
    ['another issuer', () => forged({ iss: 'someone' })],
    ['the past', () => forged({ exp: Math.floor(Date.now() / 1_000) - 1 })],
    ['no end', () => forged({ exp: undefined })],
    ['nobody', () => forged({ sub: undefined })],
    ['an unknown role', () => forged({ role: 'king' })],
    ['no role', () => forged({ role: undefined })],
    ['a party that is no text', () => forged({ party: 7 })],
    [
      'no signature',
      () =>
        new UnsecuredJWT({ role: 'administrator', sub: 'p' }).setIssuer('convenant').setAudience(LEDGER).setExpirationTime('1h').encode(),
    ],
    ['nothing', () => ''],
    ['nonsense', () => 'a.b.c'],
  ];
  it.each(wrong)('of %s is refused, and is not quoted', async (_what, make) => {
    const token = await make();
    const fault = (await tokens.verify(token).catch((error: unknown) => error)) as Error;
    expect(fault).toMatchObject({ category: 'UNAUTHENTICATED' });
    if (token !== '') expect(fault.message).not.toContain(token);
  });

  it('whose signature or claims were changed is refused, also after the true one was seen', async () => {
    const token = await tokens.issue(MEMBER, 60);
    await tokens.verify(token);
    const [header, claims, signature] = token.split('.') as [string, string, string];
    const administrator = Buffer.from(JSON.stringify({ ...decodeJwt(token), role: 'administrator' })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const flipped = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
    for (const changed of [
      `${header}.${administrator}.${signature}`,
      `${header}.${claims}.${flipped}`,
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
    ]) {
      await expect(tokens.verify(changed)).rejects.toMatchObject({ category: 'UNAUTHENTICATED' });
    }
  });
});

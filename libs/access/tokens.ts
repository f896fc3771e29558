import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import type { Actor, Role } from '../ledger/aggregate.js';
import { ROLES } from '../ledger/aggregate.js';
import { Fault } from '../ledger/errors.js';

const ISSUER = 'convenant';
const ALGORITHM = 'HS256';
/** Checked tokens are remembered until they expire, so that a busy client's token is checked once. */
const REMEMBERED_TOKENS = 1_000;

interface Remembered {
  readonly actor: Actor;
  readonly expiresAt: number;
}

/** The local issuer: bearer tokens signed with the data folder's key. They live by wall time, whatever the ledger's clock says. */
export class Tokens {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly secret: Uint8Array,
    private readonly ledgerId: string,
  ) {}

  issue({ person, party, role }: Actor, lifetimeSeconds: number): Promise<string> {
    return new SignJWT({ role, ...(party === null ? {} : { party }) })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setAudience(this.ledgerId)
      .setSubject(person)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(this.secret);
  }

  /** @throws Fault UNAUTHENTICATED */
  async verify(token: string): Promise<Actor> {
    const known = this.remembered.get(token);
    if (known && known.expiresAt > Date.now()) return known.actor;
    try {
      const { payload } = await jwtVerify(token, this.secret, {
        issuer: ISSUER,
        audience: this.ledgerId,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'sub'],
      });
      const role = payload['role'] as Role;
      if (!ROLES.includes(role)) throw new Error('unknown role');
      const { party = null } = payload as { party?: unknown };
      if (party !== null && typeof party !== 'string') throw new Error('no party');
      const actor: Actor = { person: payload.sub as string, party, role };
      this.remember(token, { actor, expiresAt: (payload.exp as number) * 1_000 });
      return actor;
    } catch {
      throw new Fault(
        'UNAUTHENTICATED',
        'the token is not one of this ledger, or it has expired; ask for a new one (convenant token --persona NAME)',
      );
    }
  }

  private remember(token: string, value: Remembered): void {
    this.remembered.delete(token);
    this.remembered.set(token, value);
    if (this.remembered.size > REMEMBERED_TOKENS) this.remembered.delete(this.remembered.keys().next().value as string);
  }
}

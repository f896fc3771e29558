import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { BadInput } from './errors.js';
import type { StorePosition } from './event-store.js';

/** What a position belongs to: this ledger, in this generation of its store (a move or a restore starts a new one). */
export interface PositionScope {
  readonly ledgerId: string;
  readonly generation: number;
}

const NONCE_BYTES = 16;

/**
 * Positions at the API are opaque tokens, so that one of another ledger, store or generation cannot be mistaken for ours, and so that
 * nobody counts from them what they may not see: the number is encrypted under the ledger's secret, the same number always the same.
 */
export class PositionTokens {
  private readonly prefix: string;
  private readonly encryption: Buffer;
  private readonly authentication: Buffer;
  /** Every cursor of a page names the same position. */
  private latest: { readonly position: StorePosition; readonly token: string } | undefined;

  constructor({ ledgerId, generation }: PositionScope, secret: Uint8Array) {
    this.prefix = `1.${ledgerId.slice(0, 8)}.${generation}.`;
    this.encryption = createHmac('sha256', secret).update('position encryption').digest();
    this.authentication = createHmac('sha256', secret).update('position authentication').digest();
  }

  encode(position: StorePosition): string {
    if (this.latest?.position !== position) this.latest = { position, token: this.seal(position) };
    return this.latest.token;
  }

  /** @throws BadInput for anything that is no position of this ledger and generation */
  decode(token: string, path: string): StorePosition {
    const bytes = Buffer.from(token, 'base64url');
    // Decoding overlooks what is no base64url: only the very token that was given counts.
    const whole = bytes.toString('base64url') === token;
    const position = whole ? this.open(bytes) : undefined;
    if (position !== undefined) return position;
    const foreign = whole && /^1\.[0-9a-f]{8}\.\d+\./.test(bytes.toString('latin1')) && !bytes.toString('latin1').startsWith(this.prefix);
    throw new BadInput([
      {
        path,
        problem: foreign ? 'POSITION_OF_ANOTHER_LEDGER' : 'isPosition',
        message: foreign
          ? 'this position belongs to another ledger or to an earlier generation of its store; start again without it'
          : 'must be a position as the API gave it',
      },
    ]);
  }

  private seal(position: StorePosition): string {
    const nonce = this.nonceOf(position);
    const cipher = createCipheriv('aes-256-ctr', this.encryption, nonce);
    return Buffer.concat([Buffer.from(this.prefix), nonce, cipher.update(position, 'utf8'), cipher.final()]).toString('base64url');
  }

  private open(bytes: Buffer): StorePosition | undefined {
    const start = this.prefix.length + NONCE_BYTES;
    if (bytes.length < start || bytes.toString('latin1', 0, this.prefix.length) !== this.prefix) return undefined;
    const nonce = bytes.subarray(this.prefix.length, start);
    const decipher = createDecipheriv('aes-256-ctr', this.encryption, nonce);
    const position = Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8');
    return timingSafeEqual(this.nonceOf(position), nonce) ? (position as StorePosition) : undefined;
  }

  /** Follows from what it encrypts, and so proves it as well. */
  private nonceOf(position: string): Buffer {
    return createHmac('sha256', this.authentication).update(position).digest().subarray(0, NONCE_BYTES);
  }
}

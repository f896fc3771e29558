import { BadInput } from './errors.js';
import type { StorePosition } from './event-store.js';

/** What a position belongs to: this ledger, in this generation of its store (a move or a restore starts a new one). */
export interface PositionScope {
  readonly ledgerId: string;
  readonly generation: number;
}

/** Positions at the API are opaque tokens, so that one of another ledger, store or generation cannot be mistaken for ours. */
export class PositionTokens {
  private readonly prefix: string;

  constructor(scope: PositionScope) {
    this.prefix = `1.${scope.ledgerId.slice(0, 8)}.${scope.generation}.`;
  }

  encode(position: StorePosition): string {
    return Buffer.from(this.prefix + position).toString('base64url');
  }

  /** @throws BadInput for anything that is no position of this ledger and generation */
  decode(token: string, path: string): StorePosition {
    const text = Buffer.from(token, 'base64url').toString();
    // Decoding overlooks what is no base64url: only the very token that was given counts.
    const whole = Buffer.from(text).toString('base64url') === token;
    if (whole && text.startsWith(this.prefix) && /^([1-9]\d{0,19})?$/.test(text.slice(this.prefix.length)))
      return text.slice(this.prefix.length) as StorePosition;
    const foreign = whole && !text.startsWith(this.prefix) && /^1\.[0-9a-f]{8}\.\d+\.\d*$/.test(text);
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
}

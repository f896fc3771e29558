import { createHash } from 'node:crypto';
import { canonicalJson } from './codec.js';

/** What parties agree on by number instead of by copy: SHA-256, in hexadecimals, over the RFC 8785 bytes of a plain JSON value. Pure. */
export function contentHash(content: object): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** A personal value with the salt that keeps its commitment from being guessed; whoever holds both can show what was agreed. */
export interface CommittedValue {
  readonly salt: string;
  readonly text: string;
}

/** Stands for a personal value in content that is hashed: it tells nothing of the value, and destroying the value leaves the hash as it is. */
export function commitmentTo({ salt, text }: CommittedValue): string {
  return contentHash({ salt, text });
}

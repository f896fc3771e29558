import { randomFillSync } from 'node:crypto';

const SALT_BYTES = 16;
/** Drawn for many salts at a time: asking the system costs far more than the bytes themselves. */
const drawn = Buffer.alloc(256 * SALT_BYTES);
let used = drawn.length;

/** 128 random bits (base64url), never given twice. */
export function newSalt(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += SALT_BYTES;
  return drawn.toString('base64url', used - SALT_BYTES, used);
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedText } from '../ledger/sealing.js';

/** AES-256-GCM with a fresh 96-bit nonce; the context, the subject and the key's version are bound to the ciphertext. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SubjectKey {
  readonly subject: string;
  readonly version: number;
  readonly key: Buffer;
}

export function sealText({ subject, version, key }: SubjectKey, text: string, context: string): SealedText {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound(context, subject, version));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { sealed: { subject, keyVersion: version, nonce: nonce.toString('base64url'), text: sealed.toString('base64url') } };
}

/** @throws when the ciphertext, its context or the key is not the one it was sealed with */
export function openText({ subject, version, key }: SubjectKey, value: SealedText, context: string): string {
  const bytes = Buffer.from(value.sealed.text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(value.sealed.nonce, 'base64url'), { authTagLength: TAG_BYTES });
  decipher.setAAD(bound(context, subject, version)).setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

function bound(context: string, subject: string, version: number): Buffer {
  return Buffer.from(`${context}|${subject}|${version}`);
}

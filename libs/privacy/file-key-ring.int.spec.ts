import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { encodeEvent, sealedSubjects, type UnsealedEvent } from '../ledger/codec.js';
import type { Envelope } from '../ledger/envelope.js';
import { defineEvent, z } from '../ledger/event-definition.js';
import { type SealedText, sealContext } from '../ledger/sealing.js';
import { FileKeyRing } from './file-key-ring.js';

const CONTEXT = sealContext('event-1', 'note');

describe('a key file', () => {
  let folder: string;
  let ring: FileKeyRing;
  const open: FileKeyRing[] = [];

  function another(options?: { readOnly: boolean }): FileKeyRing {
    const one = new FileKeyRing(folder, options);
    open.push(one);
    return one;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
    ring = another();
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
    rmSync(folder, { recursive: true });
  });

  async function sealed(subject = 'p', text = 'Mevrouw Jansen 😀'): Promise<SealedText> {
    await ring.prepare([subject]);
    return ring.seal(subject, text, CONTEXT);
  }

  it('opens what it sealed, also after a restart and for a reader', async () => {
    for (const text of ['Mevrouw Jansen 😀', '']) {
      const value = await sealed('p', text);
      for (const one of [ring, another(), another({ readOnly: true })]) expect(one.open(value, CONTEXT)).toEqual({ kind: 'text', text });
    }
    expect(() => another({ readOnly: true }).seal('nobody', 'x', CONTEXT)).toThrow(/durable first/);
  });

  it('seals the same text in another way each time', async () => {
    const [one, other] = [await sealed(), await sealed()];
    expect(one.sealed.nonce).not.toBe(other.sealed.nonce);
    expect(one.sealed.text).not.toBe(other.sealed.text);
    expect(JSON.stringify(one)).not.toContain('Jansen');
  });

  it('opens nothing in another place, of another subject, or changed by a bit', async () => {
    const value = await sealed();
    await ring.prepare(['q']);
    const { text, nonce } = value.sealed;
    expect(() => ring.open(value, sealContext('event-2', 'note'))).toThrow();
    expect(() => ring.open(value, sealContext('event-1', 'other'))).toThrow();
    expect(() => ring.open({ sealed: { ...value.sealed, subject: 'q' } }, CONTEXT)).toThrow();
    expect(() => ring.open({ sealed: { ...value.sealed, text: '' } }, CONTEXT)).toThrow();
    expect(() => ring.open({ sealed: { ...value.sealed, text: text.slice(0, 8) } }, CONTEXT)).toThrow();
    for (const field of ['text', 'nonce'] as const) {
      const bytes = Buffer.from(field === 'text' ? text : nonce, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => ring.open({ sealed: { ...value.sealed, [field]: changed.toString('base64url') } }, CONTEXT)).toThrow();
      }
    }
  });

  it('says so when it does not have the key, or another version of it', async () => {
    const value = await sealed();
    expect(ring.open({ sealed: { ...value.sealed, subject: 'stranger' } }, CONTEXT)).toEqual({ kind: 'keyLost' });
    expect(ring.open({ sealed: { ...value.sealed, keyVersion: 2 } }, CONTEXT)).toEqual({ kind: 'keyLost' });
    rmSync(join(folder, 'keys.db'));
    expect(another().open(value, CONTEXT)).toEqual({ kind: 'keyLost' });
  });

  it('never gives a subject a second key', async () => {
    const other = another();
    await Promise.all([ring, other].flatMap((one) => [one.prepare(['p', 'p', 'q']), one.prepare(['q'])]));
    expect(other.open(ring.seal('p', 'x', CONTEXT), CONTEXT)).toEqual({ kind: 'text', text: 'x' });
    const file = new Database(join(folder, 'keys.db'), { readonly: true });
    expect(file.prepare('SELECT subject, version, length(key) AS bytes FROM subject_key ORDER BY subject').all()).toEqual([
      { subject: 'p', version: 1, bytes: 32 },
      { subject: 'q', version: 1, bytes: 32 },
    ]);
    file.close();
  });

  it('has the key on disk before anything is sealed with it', async () => {
    expect(() => ring.seal('p', 'x', CONTEXT)).toThrow(/durable first/);
    const said = defineEvent('Said', z.object({ note: z.string(), about: z.string() }), {
      personal: [{ field: 'note', subject: ({ about }) => about }],
    });
    const event = {
      definition: said,
      envelope: { id: 'event-1', type: 'Said' } as Envelope,
      data: { note: 'secret', about: 'p' },
    } satisfies UnsealedEvent;
    expect(sealedSubjects(event)).toEqual(['p']);
    expect(() => encodeEvent(event, ring)).toThrow(/durable first/);
    await ring.prepare(sealedSubjects(event));
    const keys = new Database(join(folder, 'keys.db'), { readonly: true });
    expect(keys.prepare('SELECT count(*) FROM subject_key').pluck().get()).toBe(1);
    keys.close();
    const { note } = encodeEvent(event, ring).event.data as { note: SealedText };
    expect(another({ readOnly: true }).open(note, CONTEXT)).toEqual({ kind: 'text', text: 'secret' });
  });

  it('is for the owner alone', () => {
    expect(statSync(join(folder, 'keys.db')).mode & 0o777).toBe(0o600);
  });
});

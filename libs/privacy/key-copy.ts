import { isSealed } from '../ledger/sealing.js';
import type { SubjectKey } from './sealing.js';

/** Keys as they are kept: for whoever moves them to another place, with the texts that only they open. */
export interface KeyStore {
  /** Some keys, of subjects after this one in an order of its own; '' for the first. */
  page(after: string): Promise<readonly SubjectKey[]>;
  /** Those that are there, in any order. */
  held(subjects: readonly string[]): Promise<readonly SubjectKey[]>;
  /** Takes over keys of subjects that have none yet, durable before it resolves; one that has keeps its own. */
  take(keys: readonly SubjectKey[]): Promise<void>;
}

/** How many keys a page has. */
export const KEY_PAGE = 500;

/** The other place has another key for the same subject: of two keys one opens nothing here. */
export class KeysDiffer extends Error {
  override readonly name = 'KeysDiffer';
}

/**
 * Copies every key. That none differs is seen before the first is written, and that all are there after the last.
 * @returns how many there are
 * @throws KeysDiffer with nothing changed
 */
export async function copyKeys(from: KeyStore, to: KeyStore, onProgress: (done: number) => void = () => undefined): Promise<number> {
  for await (const page of pagesOf(from)) await missingOf(page, to);
  let copied = 0;
  for await (const page of pagesOf(from)) {
    const missing = await missingOf(page, to);
    if (missing.length > 0) await to.take(missing);
    const left = await missingOf(page, to);
    if (left.length > 0) throw new Error(`${left.length} keys were not taken by the place they were copied to`);
    copied += page.length;
    onProgress(copied);
  }
  return copied;
}

/** Of these subjects, those whose key is not there. */
export async function withoutKey(subjects: readonly string[], keys: KeyStore): Promise<string[]> {
  const without: string[] = [];
  for (let start = 0; start < subjects.length; start += KEY_PAGE) {
    const asked = subjects.slice(start, start + KEY_PAGE);
    const held = new Set((await keys.held(asked)).map(({ subject }) => subject));
    without.push(...asked.filter((subject) => !held.has(subject)));
  }
  return without;
}

/** Whose sealed texts stand in an event. */
export function sealedSubjects(json: string): string[] {
  return json.includes('"sealed":') ? subjectsIn(JSON.parse(json)) : [];
}

function subjectsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return isSealed(value) ? [value.sealed.subject] : Object.values(value).flatMap(subjectsIn);
}

async function* pagesOf(keys: KeyStore): AsyncGenerator<readonly SubjectKey[]> {
  for (let page = await keys.page(''); page.length > 0; page = await keys.page((page.at(-1) as SubjectKey).subject)) yield page;
}

/** @throws KeysDiffer */
async function missingOf(page: readonly SubjectKey[], to: KeyStore): Promise<SubjectKey[]> {
  const held = new Map((await to.held(page.map(({ subject }) => subject))).map((key) => [key.subject, key]));
  const differs = page.find(({ subject, version, key }) => {
    const there = held.get(subject);
    return there && (there.version !== version || !there.key.equals(key));
  });
  if (differs) throw new KeysDiffer(`another key for subject ${differs.subject} is there already, and no key was overwritten`);
  return page.filter(({ subject }) => !held.has(subject));
}

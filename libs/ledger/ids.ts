import { nameId } from './name-id.js';

export { nameId };

/** Stream of an aggregate instance. */
export function streamOf(aggregate: string, id: string): string {
  return `${aggregate}-${id}`;
}

/** `mandate-3f2b…` → { aggregate: 'mandate', id: '3f2b…' }. Aggregate names hold no hyphen. */
export function parseStream(stream: string): { aggregate: string; id: string } {
  const hyphen = stream.indexOf('-');
  if (hyphen < 1) throw new Error(`${stream} is no stream of an aggregate`);
  return { aggregate: stream.slice(0, hyphen), id: stream.slice(hyphen + 1) };
}

/** The subject of a create follows from its command, so that a repeat finds it. */
export function subjectIdOf(commandId: string): string {
  return nameId(commandId, 'subject');
}

/** Ids of the commands one step causes. */
export function stepCommandId(commandId: string, step: string): string {
  return nameId(commandId, step);
}

export function eventIdOf(commandId: string, commandDigest: string, index: number): string {
  return nameId(commandId, `${commandDigest}:${index}`);
}

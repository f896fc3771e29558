import { v5 } from 'uuid';

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
  return v5('subject', commandId);
}

/** Ids of the commands one step causes. */
export function stepCommandId(commandId: string, step: string): string {
  return v5(step, commandId);
}

export function eventIdOf(commandId: string, commandDigest: string, index: number): string {
  return v5(`${commandDigest}:${index}`, commandId);
}

/** A stable UUID for a name inside a namespace (imports, once-a-day refusals). */
export function nameId(namespace: string, name: string): string {
  return v5(name, namespace);
}

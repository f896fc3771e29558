import { possibleBsn } from '../../law/identifiers.js';
import type { InputProblem } from '../../ledger/errors.js';
import type { CommandInput } from './command-input.js';
import { LIMITS } from '../../ledger/limits.js';
import { textKindOf, type TextKind } from './fields.js';

/**
 * A citizen service number is never stored. Nine digits that could be one are refused in structured texts; in free texts too,
 * unless the command declares that position not to be one. Neither the digits nor the text reach the message.
 */
export function possibleBsnProblems(command: CommandInput): InputProblem[] {
  const declared = Array.isArray(command.declaredNotBsn) ? command.declaredNotBsn : [];
  const found = textsIn(command, '');
  const free = new Set(found.flatMap(({ path, kind }) => (kind === 'free' ? path : [])));
  const suspects = found.filter(({ text }) => possibleBsn(text));
  return [
    ...suspects.flatMap(({ path, kind }) => (kind === 'free' && declared.includes(path) ? [] : problem(path, kind))),
    // What is declared is recorded: only a position may stand there, never a text of the client's own.
    ...declared.flatMap((path, index) =>
      free.has(path) ? [] : { path: `declaredNotBsn.${index}`, problem: 'NO_FREE_TEXT', message: 'names no free text of this command' },
    ),
  ];
}

function problem(path: string, kind: TextKind): InputProblem {
  const message =
    kind === 'free'
      ? `holds nine digits that could be a citizen service number (BSN); take them out, or name "${path}" in declaredNotBsn`
      : 'holds nine digits that could be a citizen service number (BSN), which is never stored; take them out';
  return { path, problem: 'POSSIBLE_BSN', message };
}

interface FoundText {
  readonly path: string;
  readonly text: string;
  readonly kind: TextKind;
}

/** Every text of a command in which a number of a person could stand. Longer ones than any field takes are refused for that. */
function textsIn(value: object, prefix: string): FoundText[] {
  return Object.entries(value).flatMap(([property, content]) => {
    const kind = textKindOf(value, property);
    if (kind === 'identifier') return [];
    return textsOf(content, prefix + property).flatMap(({ path, found }): FoundText[] => {
      if (typeof found !== 'string') return textsIn(found, `${path}.`);
      return found.length > LIMITS.textBytes ? [] : [{ path, text: found, kind }];
    });
  });
}

function textsOf(content: unknown, path: string): { path: string; found: string | object }[] {
  if (typeof content === 'string') return [{ path, found: content }];
  if (Array.isArray(content)) return content.flatMap((item, index) => textsOf(item, `${path}.${index}`));
  return typeof content === 'object' && content !== null ? [{ path, found: content }] : [];
}

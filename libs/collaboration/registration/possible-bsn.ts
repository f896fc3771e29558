import { possibleBsn } from '../../law/identifiers.js';
import type { InputProblem } from '../../ledger/errors.js';
import type { CommandInput } from './command-input.js';
import { textKindOf } from './fields.js';

/**
 * A citizen service number is never stored. Nine digits that could be one are refused in structured texts; in free texts too,
 * unless the command declares that position not to be one. Neither the digits nor the text reach the message.
 */
export function possibleBsnProblems(command: CommandInput): InputProblem[] {
  const declared = new Set(command.declaredNotBsn ?? []);
  return suspects(command, '').flatMap(({ path, free }) => {
    if (free && declared.has(path)) return [];
    const message = free
      ? `holds nine digits that could be a citizen service number (BSN); take them out, or name "${path}" in declaredNotBsn`
      : 'holds nine digits that could be a citizen service number (BSN), which is never stored; take them out';
    return [{ path, problem: 'POSSIBLE_BSN', message }];
  });
}

function suspects(value: object, prefix: string): { path: string; free: boolean }[] {
  return Object.entries(value).flatMap(([property, content]) => {
    const kind = textKindOf(value, property);
    if (kind === 'identifier') return [];
    return texts(content, prefix + property).flatMap(({ path, found }) => {
      if (typeof found !== 'string') return suspects(found, `${path}.`);
      return possibleBsn(found) ? [{ path, free: kind === 'free' }] : [];
    });
  });
}

function texts(content: unknown, path: string): { path: string; found: string | object }[] {
  if (typeof content === 'string') return [{ path, found: content }];
  if (Array.isArray(content)) return content.flatMap((item, index) => texts(item, `${path}.${index}`));
  return typeof content === 'object' && content !== null ? [{ path, found: content }] : [];
}

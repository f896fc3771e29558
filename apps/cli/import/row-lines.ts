import type { ImportProblem } from '../../../libs/interop/csv/import-problem.js';
import type { Language } from './wording.js';
import { wordsIn } from './wording.js';

interface Reported {
  readonly line: number;
  readonly nr?: string | null;
  readonly problems: readonly ImportProblem[];
}

/** Rows that could not be read: place, code, what was expected and found, and the reason with what to do. */
export function reportedLines(rows: readonly Reported[], language: Language): string[] {
  if (rows.length === 0) return [];
  const say = wordsIn(language);
  const lines = rows.flatMap(({ nr, problems }) =>
    problems.flatMap(({ line, column, columnName, code, expected, found, message }) => {
      const counted = expected === undefined || found === undefined ? '' : ` (${say('expected')} ${expected}, ${say('found')} ${found})`;
      const place = `${say('line')} ${line}${nr ? ` (${nr})` : ''}, ${say('column')} ${column}${columnName ? ` “${columnName}”` : ''}`;
      return [`  ${place}: ${code}${counted}`, `    ${message[language]}`];
    }),
  );
  return [`${say('reported')}:`, ...lines, ''];
}

interface Warned {
  readonly line: number;
  readonly warnings: readonly { readonly code: string; readonly message: Readonly<Record<Language, string>> }[];
}

/** The same warning of many rows is said once, with their lines. */
export function warningLines(rows: readonly Warned[], language: Language): string[] {
  const say = wordsIn(language);
  const linesOf = new Map<string, number[]>();
  for (const { line, warnings } of rows) {
    for (const { code, message } of warnings) {
      const text = `${code}: ${message[language]}`;
      linesOf.set(text, [...(linesOf.get(text) ?? []), line]);
    }
  }
  if (linesOf.size === 0) return [];
  const lines = [...linesOf].map(([text, at]) => `  ${say(at.length > 1 ? 'lines' : 'line')} ${at.join(', ')}: ${text}`);
  return [`${say('warnings')}:`, ...lines, ''];
}

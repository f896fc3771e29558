import type { BilingualText } from '../../ledger/refusal.js';

/** Why a file or a row of it could not be read, at the place where the reader should look. */
export interface ImportProblem<Code extends string = string> {
  /** Physical line of the file, from 1, as an editor shows it. */
  readonly line: number;
  /** Which field of that line, from 1. */
  readonly column: number;
  /** The header's name of that column; null where the header has none. */
  readonly columnName: string | null;
  readonly code: Code;
  readonly expected?: string | number;
  readonly found?: string | number;
  /** What is wrong and what to do next. */
  readonly message: BilingualText;
}

const SHOWN_CHARACTERS = 80;

/**
 * A cell as a message may show it: short, on one line, and with nine-digit numbers masked, because one of them could be a
 * citizen service number (BSN), whose digits never reach a log or an error.
 */
export function shownValue(value: string): string {
  const masked = value
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/(?<!\d)\d{9}(?!\d)/gu, '•••••••••');
  const characters = [...masked];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : masked;
}

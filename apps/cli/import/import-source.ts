import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { FileProblem } from '../../../libs/interop/csv/import-file.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure, messageOf } from '../failure.js';
import type { Language } from './wording.js';

/** More than any register; the readers set the exact limit, in characters. */
const MOST_BYTES = 256 * 1024 * 1024;

export interface ImportSource {
  /** Name without folder: where a file stood on somebody's machine is nobody's business. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export function readSource(path: string): ImportSource {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      throw new CliFailure(
        EXIT.inputFile,
        'FILE_TOO_LARGE',
        `${path} has ${size} bytes, more than any import file; check that it is the right one.`,
      );
    return { file: basename(path), bytes: readFileSync(path) };
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(EXIT.inputFile, 'UNREADABLE_FILE', `${path} cannot be read: ${reasonOf(error)}.`);
  }
}

/** @throws CliFailure when the file as a whole is not what it should be */
export function refuseUnreadable(problem: FileProblem | null, file: string, language: Language): void {
  if (!problem) return;
  const { line, column, code, message } = problem;
  throw new CliFailure(EXIT.inputFile, code, `${file}, line ${line}, column ${column}: ${code}: ${message[language]}`);
}

function reasonOf(error: unknown): string {
  switch ((error as { code?: string }).code) {
    case 'ENOENT':
      return 'there is no such file; check the path';
    case 'EISDIR':
      return 'it is a folder; name a file';
    case 'EACCES':
      return 'you may not read it; ask its owner';
    default:
      return messageOf(error);
  }
}

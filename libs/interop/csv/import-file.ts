import type { CsvRecord, QuoteProblemCode } from './csv-records.js';
import { MAX_IMPORT_CHARACTERS, quoteProblem, readCsvRecords } from './csv-records.js';
import type { ImportProblem } from './import-problem.js';
import { shownValue } from './import-problem.js';

/** Problems of the file as a whole: no row of it is read. */
export type FileProblemCode = 'EMPTY_FILE' | 'FILE_TOO_LARGE' | 'NOT_UTF8' | 'WRONG_HEADER' | QuoteProblemCode;
export type FileProblem = ImportProblem<FileProblemCode>;

/** The records below a header that matched, or why there is nothing to read. */
export type ImportFile =
  { readonly kind: 'rows'; readonly records: readonly CsvRecord[] } | { readonly kind: 'unreadable'; readonly problem: FileProblem };

/** Splits an import file into records after checking that its first record is exactly the expected header. */
export function openImportFile(text: string, delimiter: ';' | ',', header: readonly string[]): ImportFile {
  const large = tooLarge(text);
  if (large) return { kind: 'unreadable', problem: large };
  const [first, ...records] = readCsvRecords(text, delimiter);
  if (!first) return { kind: 'unreadable', problem: emptyFile(header, delimiter) };
  if (first.kind === 'broken') return { kind: 'unreadable', problem: quoteProblem(first, null) };
  const names = first.fields.map((field) => field.trim());
  const count = Math.max(names.length, header.length);
  for (let index = 0; index < count; index += 1) {
    if (names[index] !== header[index])
      return { kind: 'unreadable', problem: wrongHeader({ line: first.line, index, names, header, delimiter }) };
  }
  return { kind: 'rows', records };
}

function tooLarge(text: string): FileProblem | undefined {
  if (text.length <= MAX_IMPORT_CHARACTERS) return undefined;
  return {
    line: 1,
    column: 1,
    columnName: null,
    code: 'FILE_TOO_LARGE',
    expected: MAX_IMPORT_CHARACTERS,
    found: text.length,
    message: {
      nl: `Het bestand heeft ${text.length} tekens, ten hoogste ${MAX_IMPORT_CHARACTERS} worden gelezen. Controleer of dit het juiste bestand is, of splits het met de kopregel boven elk deel.`,
      en: `The file has ${text.length} characters, at most ${MAX_IMPORT_CHARACTERS} are read. Check that this is the right file, or split it with the header above each part.`,
    },
  };
}

function emptyFile(header: readonly string[], delimiter: string): FileProblem {
  const expected = header.join(delimiter);
  return {
    line: 1,
    column: 1,
    columnName: null,
    code: 'EMPTY_FILE',
    expected,
    message: {
      nl: `Het bestand is leeg. Kies een bestand met op de eerste regel: ${expected}`,
      en: `The file is empty. Choose a file whose first line reads: ${expected}`,
    },
  };
}

interface HeaderMismatch {
  readonly line: number;
  readonly index: number;
  readonly names: readonly string[];
  readonly header: readonly string[];
  readonly delimiter: string;
}

function wrongHeader({ line, index, names, header, delimiter }: HeaderMismatch): FileProblem {
  const expected = header[index];
  const found = names[index];
  const whole = header.join(delimiter);
  const wanted = expected === undefined ? { nl: 'geen kolom meer', en: 'no further column' } : { nl: `“${expected}”`, en: `“${expected}”` };
  const seen = found === undefined ? { nl: 'niets', en: 'nothing' } : { nl: `“${shownValue(found)}”`, en: `“${shownValue(found)}”` };
  return {
    line,
    column: index + 1,
    columnName: expected ?? null,
    code: 'WRONG_HEADER',
    expected: expected ?? '',
    found: found === undefined ? '' : shownValue(found),
    message: {
      nl: `De kopregel klopt niet: in kolom ${index + 1} is ${wanted.nl} verwacht en staat ${seen.nl}. Bewaar het bestand als CSV met “${delimiter}” tussen de velden en deze kopregel: ${whole}`,
      en: `The header does not match: column ${index + 1} should hold ${wanted.en} and holds ${seen.en}. Save the file as CSV with “${delimiter}” between the fields and this header: ${whole}`,
    },
  };
}

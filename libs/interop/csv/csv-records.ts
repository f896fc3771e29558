import { CsvError, parse } from 'csv-parse/sync';
import type { ImportProblem } from './import-problem.js';

/** Characters of one import file. Registers hold hundreds of rows; what is larger is another kind of file. */
export const MAX_IMPORT_CHARACTERS = 4 * 1024 * 1024;

export type QuoteProblemCode = 'UNTERMINATED_QUOTE' | 'QUOTE_INSIDE_VALUE' | 'TEXT_AFTER_CLOSING_QUOTE';

interface Span {
  /** First and last physical line, from 1. They differ when a quoted value holds line breaks. */
  readonly line: number;
  readonly endLine: number;
}
export interface CsvFields extends Span {
  readonly kind: 'fields';
  readonly fields: readonly string[];
}
/** A line whose quotes break RFC 4180, so that where its fields end is not certain. */
export interface CsvBroken extends Span {
  readonly kind: 'broken';
  readonly column: number;
  readonly code: QuoteProblemCode;
}
export type CsvRecord = CsvFields | CsvBroken;

/**
 * RFC 4180 records with the lines they stand on. A record without any value is no record. After a line with broken quotes
 * reading goes on at the next physical line, so that one forgotten quote does not swallow the rest of the file unseen.
 */
export function readCsvRecords(text: string, delimiter: ';' | ','): CsvRecord[] {
  const bytes = Buffer.from(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const starts = lineStarts(bytes);
  const records: CsvRecord[] = [];
  let from = 0;
  while (from < bytes.length) {
    const broken = readUntilBroken({ bytes, starts, from, delimiter }, records);
    if (!broken) break;
    records.push(broken);
    from = starts[broken.line] ?? bytes.length;
  }
  return records;
}

interface Reading {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly from: number;
  readonly delimiter: string;
}

/** Adds records until the end, or up to the first line with broken quotes, which it returns. */
function readUntilBroken({ bytes, starts, from, delimiter }: Reading, records: CsvRecord[]): CsvBroken | undefined {
  let start = from;
  try {
    parse(bytes.subarray(from), {
      delimiter,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (fields: string[], info) => {
        const end = from + info.bytes;
        // The parser counts a CR LF inside quotes as two lines; offsets do not have that flaw.
        if (fields.some((field) => field.trim() !== '')) {
          records.push({ kind: 'fields', line: lineAt(starts, start), endLine: lineAt(starts, end - 1), fields });
        }
        start = end;
        return null;
      },
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lineAt(starts, start);
    return { kind: 'broken', line, endLine: line, column: Number(error['index'] ?? 0) + 1, code: quoteProblemOf(error) };
  }
}

function quoteProblemOf(error: CsvError): QuoteProblemCode {
  // The installed parser raises one code without the prefix that its types promise.
  switch (String(error.code)) {
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_OPENING_QUOTE':
      return 'QUOTE_INSIDE_VALUE';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'TEXT_AFTER_CLOSING_QUOTE';
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'UNTERMINATED_QUOTE';
    default:
      throw error;
  }
}

const CR = 13;
const LF = 10;

/** Byte offsets at which lines start; CR LF, LF and CR each end one. */
function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) starts.push(at + 1);
  }
  return starts;
}

/** The line, from 1, that holds a byte. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** A quote problem in words. */
export function quoteProblem(broken: CsvBroken, columnName: string | null): ImportProblem<QuoteProblemCode> {
  const { line, column, code } = broken;
  const [nl, en] = {
    UNTERMINATED_QUOTE: ['opent een aanhalingsteken dat nergens sluit', 'a quote opens that never closes'],
    QUOTE_INSIDE_VALUE: ['staat een aanhalingsteken midden in een waarde', 'a quote stands in the middle of a value'],
    TEXT_AFTER_CLOSING_QUOTE: ['staat tekst na het sluitende aanhalingsteken', 'text follows the closing quote'],
  }[code] as [string, string];
  return {
    line,
    column,
    columnName,
    code,
    message: {
      nl: `Op regel ${line} in veld ${column} ${nl}. Zet de hele waarde tussen dubbele aanhalingstekens en verdubbel elk aanhalingsteken daarbinnen (""), en importeer opnieuw.`,
      en: `On line ${line} in field ${column} ${en}. Put the whole value between double quotes, double every quote inside it (""), and import again.`,
    },
  };
}

import type { CsvRecord } from '../csv/csv-records.js';
import { quoteProblem } from '../csv/csv-records.js';
import { decodeUtf8 } from '../csv/decode-utf8.js';
import type { FileProblem } from '../csv/import-file.js';
import { openImportFile } from '../csv/import-file.js';
import { HEADER } from './columns.js';
import { distinctPosts, readRow } from './read-row.js';
import { cellProblem } from './register-problems.js';
import type { PlannedPost, ReadRow, RegisterReading, RegisterRow, RowWarning } from './register-reading.js';
import { grantKey, postKey } from './register-reading.js';
import { countRegister } from './register-totals.js';
import { otherwiseWritten } from './row-warnings.js';

/** A municipal mandate register (CSV with `;`) as planned mandates and reported rows. Pure: the same text, the same reading. */
export function readMandateRegister(text: string): RegisterReading {
  const file = openImportFile(text, ';', HEADER);
  if (file.kind === 'unreadable') return unreadable(file.problem);
  const seen: Seen = { keys: new Map(), posts: new Map() };
  return readingOf(
    null,
    file.records.map((record) => besideEarlierRows(readRecord(record), seen)),
  );
}

/** The same for a file's bytes, which must be UTF-8. */
export function readMandateRegisterFile(bytes: Uint8Array): RegisterReading {
  const decoded = decodeUtf8(bytes, ';');
  return decoded.kind === 'text' ? readMandateRegister(decoded.text) : unreadable(decoded.problem);
}

function unreadable(problem: FileProblem): RegisterReading {
  return readingOf(problem, []);
}

function readingOf(problem: FileProblem | null, rows: readonly RegisterRow[]): RegisterReading {
  const posts = distinctPosts(rows.flatMap((row) => (row.kind === 'read' ? row.posts : [])));
  return { problem, rows, posts, totals: countRegister(rows) };
}

function readRecord(record: CsvRecord): RegisterRow {
  if (record.kind === 'fields') return readRow(record);
  const { line, endLine, column } = record;
  return { kind: 'reported', line, endLine, nr: null, problems: [quoteProblem(record, HEADER[column - 1] ?? null)] };
}

/** What earlier rows of the file hold. */
interface Seen {
  /** Line of the row that plans a grant key. */
  readonly keys: Map<string, number>;
  /** First post of a name, capitals aside. */
  readonly posts: Map<string, { readonly post: PlannedPost; readonly name: string; readonly line: number }>;
}

/** A row that repeats a mandate of an earlier row is reported, whether or not its content is the same: one of the two is wrong. */
function besideEarlierRows(row: RegisterRow, seen: Seen): RegisterRow {
  if (row.kind === 'reported') return row;
  const keys = row.grants.map(grantKey);
  const earlier = keys.map((key) => seen.keys.get(key)).find((line) => line !== undefined);
  if (earlier !== undefined) {
    const { line, endLine, nr } = row;
    const problem = cellProblem(line, 'nr', 'REPEATED_KEY', {
      nl: `Regel ${line} herhaalt ${nr} van regel ${earlier}: zelfde Vindplaats, orgaan en gemandateerde. Voeg de regels samen of geef er één een eigen Nr, en importeer opnieuw.`,
      en: `Line ${line} repeats ${nr} of line ${earlier}: same Vindplaats, body and holder. Merge the rows or give one its own Nr, and import again.`,
    });
    return { kind: 'reported', line, endLine, nr, problems: [problem] };
  }
  for (const key of keys) seen.keys.set(key, row.line);
  const warnings = spellingWarnings(row, seen);
  return warnings.length === 0 ? row : { ...row, warnings: [...row.warnings, ...warnings] };
}

function spellingWarnings(row: ReadRow, { posts }: Seen): RowWarning[] {
  return row.posts.flatMap((post) => {
    const folded = post.name.toLowerCase();
    const earlier = posts.get(folded);
    if (!earlier) posts.set(folded, { post, name: post.name, line: row.line });
    if (!earlier || postKey(earlier.post) === postKey(post)) return [];
    const isHolder = row.grants.some((grant) => grant.level === 1 && grant.holder.name === post.name);
    return [otherwiseWritten(isHolder ? 'holder' : 'subHolder', post.name, earlier)];
  });
}

import type { CsvFields } from '../csv/csv-records.js';
import { shownValue } from '../csv/import-problem.js';
import type { Cells, ColumnKey } from './columns.js';
import { COLUMNS } from './columns.js';
import { planGrants } from './plan-grants.js';
import { fieldCountProblem, valueProblem } from './register-problems.js';
import type { PlannedPost, RegisterRow } from './register-reading.js';
import { postKey } from './register-reading.js';
import { readRestrictions } from './restrictions.js';
import { contradictions } from './row-rules.js';
import { rowWarnings } from './row-warnings.js';

/** One row, all of it or nothing: planned grants, or every problem that keeps it out. */
export function readRow({ line, endLine, fields }: CsvFields): RegisterRow {
  const values = fields.map((field, index) => tidy(field, COLUMNS[index]?.key));
  const nr = shownValue(values[0] ?? '') || null;
  if (values.length !== COLUMNS.length) return { kind: 'reported', line, endLine, nr, problems: [fieldCountProblem(line, values)] };
  const misfits = COLUMNS.flatMap((column, index) => valueProblem(line, column, values[index] ?? '') ?? []);
  if (misfits.length > 0) return { kind: 'reported', line, endLine, nr, problems: misfits };
  const cells = Object.fromEntries(COLUMNS.map((column, index) => [column.key, values[index] ?? ''])) as Record<
    ColumnKey,
    string
  > satisfies Cells;
  const restrictions = readRestrictions(cells.restrictions, cells);
  const problems = contradictions(line, cells, restrictions);
  if (problems.length > 0) return { kind: 'reported', line, endLine, nr, problems };
  const grants = planGrants(cells, restrictions);
  return {
    kind: 'read',
    line,
    endLine,
    nr: cells.nr,
    grants,
    posts: distinctPosts(grants.map((grant) => grant.holder)),
    warnings: rowWarnings(cells, grants),
  };
}

/** One spelling of the same text: composed characters, single spaces. Only in restrictions do line breaks mean something. */
function tidy(value: string, key: ColumnKey | undefined): string {
  const spaces = key === 'restrictions' ? /[^\S\r\n]+/gu : /\s+/gu;
  return value.normalize('NFC').replace(spaces, ' ').trim();
}

/** Each post once, in order. A body is no post. */
export function distinctPosts(holders: readonly (PlannedPost & { readonly body?: unknown })[]): PlannedPost[] {
  const posts = holders
    .filter((holder) => holder.body === undefined)
    .map(({ name, category, organisation }) => ({ name, category, organisation }));
  return [...new Map(posts.map((post) => [postKey(post), post])).values()];
}

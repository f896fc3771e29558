import type { BilingualText } from '../../ledger/refusal.js';
import { shownValue } from '../csv/import-problem.js';
import type { Column, ColumnKey } from './columns.js';
import { columnNamed, columnNumber, COLUMNS, firstMisfit, misfitOf } from './columns.js';
import type { RowProblem, RowProblemCode } from './register-reading.js';

const again = { nl: 'en importeer opnieuw', en: 'and import again' };

/** A problem of one cell, or of the cell that a rule across cells points at. */
export function cellProblem(line: number, key: ColumnKey, code: RowProblemCode, message: BilingualText): RowProblem {
  return { line, column: columnNumber(key), columnName: columnNamed(key), code, message };
}

/** The problem of a value in a row with the right number of fields, if it has one that keeps the row out. */
export function valueProblem(line: number, column: Column, value: string): RowProblem | undefined {
  const code = misfitOf(column, value);
  if (!code) return undefined;
  const number = columnNumber(column.key);
  const place = { nl: `Regel ${line}, kolom ${number} (${column.name})`, en: `Line ${line}, column ${number} (${column.name})` };
  const wanted = {
    nl: `Verwacht: ${column.expected.nl}. Verbeter de waarde ${again.nl}.`,
    en: `Expected: ${column.expected.en}. Correct the value ${again.en}.`,
  };
  const said: Partial<Record<RowProblemCode, BilingualText>> = {
    EMPTY_VALUE: { nl: 'is leeg.', en: 'is empty.' },
    TEXT_TOO_LONG: { nl: 'is te lang om vast te leggen.', en: 'is too long to record.' },
    UNREADABLE_CHARACTER: {
      nl: 'bevat een onleesbaar teken; bewaar het bestand opnieuw als “CSV UTF-8”.',
      en: 'holds an unreadable character; save the file again as “CSV UTF-8”.',
    },
  };
  const found = shownValue(value);
  const what = said[code] ?? { nl: `bevat “${found}”, en dat past daar niet.`, en: `holds “${found}”, which does not fit there.` };
  return {
    ...cellProblem(line, column.key, code, { nl: `${place.nl} ${what.nl} ${wanted.nl}`, en: `${place.en} ${what.en} ${wanted.en}` }),
    expected: column.expected.en,
    ...(code === 'UNREADABLE_CHARACTER' || code === 'TEXT_TOO_LONG' ? {} : { found }),
  };
}

/**
 * A row with too many or too few fields. Which value went wrong shows where a value first stops fitting its column; when all
 * of them fit, the first field too many or the first one missing is named.
 */
export function fieldCountProblem(line: number, fields: readonly string[]): RowProblem {
  const expected = COLUMNS.length;
  const found = fields.length;
  const tooMany = found > expected;
  const misfit = firstMisfit(fields);
  const index = misfit ?? (tooMany ? expected : found);
  const columnName = COLUMNS[index]?.name ?? null;
  return {
    line,
    column: index + 1,
    columnName,
    code: tooMany ? 'TOO_MANY_FIELDS' : 'TOO_FEW_FIELDS',
    expected,
    found,
    message: countMessage({
      line,
      expected,
      found,
      column: `${index + 1}${columnName === null ? '' : ` (${columnName})`}`,
      value: misfit === undefined ? undefined : fields[misfit],
    }),
  };
}

interface CountMessage {
  readonly line: number;
  readonly expected: number;
  readonly found: number;
  readonly column: string;
  /** The first value that does not fit; undefined when all do. */
  readonly value: string | undefined;
}

function countMessage({ line, expected, found, column, value }: CountMessage): BilingualText {
  const tooMany = found > expected;
  const shown = value === undefined ? undefined : shownValue(value);
  const where = {
    nl:
      shown === undefined
        ? `Alle waarden passen; bekijk veld ${column}.`
        : `De eerste waarde die niet past staat in kolom ${column}: “${shown}”.`,
    en:
      shown === undefined
        ? `All values fit; look at field ${column}.`
        : `The first value that does not fit is in column ${column}: “${shown}”.`,
  };
  const next = tooMany
    ? {
        nl: `Waarschijnlijk staat ervoor een puntkomma ín een waarde: zet die hele waarde tussen dubbele aanhalingstekens ${again.nl}.`,
        en: `Probably there is a semicolon inside a value before it: put that whole value between double quotes ${again.en}.`,
      }
    : {
        nl: `Waarschijnlijk ontbreekt een puntkomma: een lege waarde heeft er ook een nodig. Vul hem aan ${again.nl}.`,
        en: `Probably a semicolon is missing: an empty value needs one as well. Add it ${again.en}.`,
      };
  return {
    nl: `Regel ${line} heeft ${found} velden in plaats van ${expected}. ${where.nl} ${next.nl}`,
    en: `Line ${line} has ${found} fields instead of ${expected}. ${where.en} ${next.en}`,
  };
}

import type { BilingualText } from '../../ledger/refusal.js';
import { shownValue } from '../csv/import-problem.js';
import type { Cells, ColumnKey } from './columns.js';
import { columnNamed, columnNumber, COLUMNS } from './columns.js';
import type { PlannedGrant, RowWarning, RowWarningCode } from './register-reading.js';

/** What the reader of the import should know of a row that is recorded. */
export function rowWarnings(cells: Cells, grants: readonly PlannedGrant[]): RowWarning[] {
  const codes = new Set(grants.flatMap((grant) => grant.warnings));
  const warnings: RowWarning[] = [];
  if (codes.has('INSTRUMENT_HASH_UNKNOWN')) {
    warnings.push(
      warning('instrument', 'INSTRUMENT_HASH_UNKNOWN', {
        nl: `Van ${cells.instrument} is de tekst niet vastgelegd. Voeg het document toe, zodat aantoonbaar is welke tekst gold.`,
        en: `The text of ${cells.instrument} is not recorded. Add the document, so that it can be shown which text applied.`,
      }),
    );
  }
  if (codes.has('ACT_DATE_UNKNOWN')) {
    warnings.push(
      warning('start', 'ACT_DATE_UNKNOWN', {
        nl: 'Het register noemt de datum van het besluit niet; de ingangsdatum telt. Vul de besluitdatum aan als die bekend is.',
        en: 'The register does not give the date of the decision; the start date counts. Add the act date when it is known.',
      }),
    );
  }
  if (codes.has('HOLDER_ORGANISATION_UNIDENTIFIED')) {
    warnings.push(
      warning('holder', 'HOLDER_ORGANISATION_UNIDENTIFIED', {
        nl: `Bij welke organisatie “${shownValue(cells.holder)}” hoort, zegt het register niet. Koppel de functie aan een partij, zodat die kan instemmen (Awb 10:4).`,
        en: `The register does not say to which organisation “${shownValue(cells.holder)}” belongs. Link the post to a party, so that it can consent (Awb 10:4).`,
      }),
    );
  }
  if (!COLUMNS[columnNumber('legalBasis') - 1]?.fits(cells.legalBasis)) {
    warnings.push(
      warning('legalBasis', 'LEGAL_BASIS_NOT_RECOGNISED', {
        nl: `In “${shownValue(cells.legalBasis)}” is geen wet of regeling herkend. Het wordt vastgelegd zoals het er staat; controleer het.`,
        en: `No act or regulation was recognised in “${shownValue(cells.legalBasis)}”. It is recorded as it stands; check it.`,
      }),
    );
  }
  return warnings;
}

/** A post that an earlier row writes with other capitals, or places elsewhere: two posts, though perhaps one was meant. */
export function otherwiseWritten(
  key: 'holder' | 'subHolder',
  name: string,
  earlier: { readonly name: string; readonly line: number },
): RowWarning {
  const [shown, before] = [shownValue(name), shownValue(earlier.name)];
  return warning(key, 'POST_ALSO_WRITTEN_OTHERWISE', {
    nl: `“${shown}” en “${before}” (regel ${earlier.line}) worden twee functies, omdat schrijfwijze of organisatie verschilt. Maak ze gelijk als het er één is.`,
    en: `“${shown}” and “${before}” (line ${earlier.line}) become two posts, because spelling or organisation differs. Make them the same if they are one.`,
  });
}

function warning(key: ColumnKey, code: RowWarningCode, message: BilingualText): RowWarning {
  return { code, column: columnNumber(key), columnName: columnNamed(key), message };
}

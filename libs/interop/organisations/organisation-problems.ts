import type { BilingualText } from '../../ledger/refusal.js';
import { shownValue } from '../csv/import-problem.js';
import type { OrganisationProblem, OrganisationProblemCode } from './organisation-reading.js';
import { TOOI_IDENTIFIERS, VALUE_LISTS } from './value-lists.js';

export const ORGANISATION_HEADER: readonly string[] = ['tooi_uri', 'naam', 'lijst'];

interface Said {
  readonly nl: string;
  readonly en: string;
  readonly expected?: string | number;
  readonly found?: string | number;
}

/** `index` is the column's, from 0. */
function problemAt(line: number, index: number, code: OrganisationProblemCode, { nl, en, ...values }: Said): OrganisationProblem {
  const columnName = ORGANISATION_HEADER[index] ?? null;
  const named = columnName === null ? '' : ` (${columnName})`;
  const message: BilingualText = {
    nl: `Regel ${line}, kolom ${index + 1}${named}: ${nl} Importeer daarna opnieuw.`,
    en: `Line ${line}, column ${index + 1}${named}: ${en} Then import again.`,
  };
  return { line, column: index + 1, columnName, code, ...values, message };
}

export function fieldCount(line: number, found: number): OrganisationProblem {
  const expected = ORGANISATION_HEADER.length;
  if (found > expected) {
    // Names hold commas; the other columns never do.
    return problemAt(line, 1, 'TOO_MANY_FIELDS', {
      expected,
      found,
      nl: `de regel heeft ${found} velden in plaats van ${expected}. Zet een naam met een komma tussen dubbele aanhalingstekens.`,
      en: `the line has ${found} fields instead of ${expected}. Put a name with a comma between double quotes.`,
    });
  }
  return problemAt(line, found, 'TOO_FEW_FIELDS', {
    expected,
    found,
    nl: `de regel heeft ${found} velden in plaats van ${expected}. Vul de ontbrekende velden aan.`,
    en: `the line has ${found} fields instead of ${expected}. Add the missing fields.`,
  });
}

export function emptyValue(line: number, index: number): OrganisationProblem {
  return problemAt(line, index, 'EMPTY_VALUE', { nl: 'het veld is leeg. Vul het in.', en: 'the field is empty. Fill it in.' });
}

export function textTooLong(line: number, index: number): OrganisationProblem {
  return problemAt(line, index, 'TEXT_TOO_LONG', {
    nl: 'de tekst is te lang om vast te leggen. Kort hem in.',
    en: 'the text is too long to record. Shorten it.',
  });
}

export function unreadableCharacter(line: number, index: number): OrganisationProblem {
  return problemAt(line, index, 'UNREADABLE_CHARACTER', {
    nl: 'het veld bevat een onleesbaar teken. Bewaar het bestand opnieuw als “CSV UTF-8”.',
    en: 'the field holds an unreadable character. Save the file again as “CSV UTF-8”.',
  });
}

export function invalidUri(line: number, uri: string): OrganisationProblem {
  const found = shownValue(uri);
  const expected = `${TOOI_IDENTIFIERS}gemeente/gm0363`;
  return problemAt(line, 0, 'INVALID_URI', {
    expected,
    found,
    nl: `“${found}” is geen TOOI-URI van een organisatie. Neem hem over uit de TOOI-waardelijst, in de vorm ${expected}.`,
    en: `“${found}” is not the TOOI URI of an organisation. Copy it from the TOOI value list, in the form ${expected}.`,
  });
}

export function unknownList(line: number, list: string): OrganisationProblem {
  const found = shownValue(list);
  const expected = VALUE_LISTS.map((each) => each.list).join(', ');
  return problemAt(line, 2, 'UNKNOWN_LIST', {
    expected,
    found,
    nl: `de lijst “${found}” is onbekend. Gebruik een van: ${expected}.`,
    en: `the list “${found}” is unknown. Use one of: ${expected}.`,
  });
}

export function listContradictsUri(line: number, list: string, listOfUri: string): OrganisationProblem {
  return problemAt(line, 2, 'LIST_CONTRADICTS_URI', {
    expected: listOfUri,
    found: list,
    nl: `de TOOI-URI hoort bij ${listOfUri}, maar hier staat ${list}. Verbeter de URI of de lijst.`,
    en: `the TOOI URI belongs to ${listOfUri}, but this says ${list}. Correct the URI or the list.`,
  });
}

export function repeatedUri(line: number, uri: string, earlier: number): OrganisationProblem {
  return problemAt(line, 0, 'REPEATED_URI', {
    found: uri,
    nl: `deze TOOI-URI staat al op regel ${earlier}. Verwijder een van beide regels.`,
    en: `this TOOI URI stands on line ${earlier} already. Remove one of the two lines.`,
  });
}

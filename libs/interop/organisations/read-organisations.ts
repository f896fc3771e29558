import { LIMITS } from '../../ledger/limits.js';
import type { CsvRecord } from '../csv/csv-records.js';
import { quoteProblem } from '../csv/csv-records.js';
import { decodeUtf8 } from '../csv/decode-utf8.js';
import type { FileProblem } from '../csv/import-file.js';
import { openImportFile } from '../csv/import-file.js';
import * as problems from './organisation-problems.js';
import type { OrganisationProblem, OrganisationRow, OrganisationsReading, PlannedParty } from './organisation-reading.js';
import { cbsCodeOf, listNamed, listOfUri, VALUE_LISTS } from './value-lists.js';

/** Public organisations of the TOOI value lists (CSV `tooi_uri,naam,lijst`) as planned parties and reported rows. Pure. */
export function readOrganisations(text: string): OrganisationsReading {
  const file = openImportFile(text, ',', problems.ORGANISATION_HEADER);
  if (file.kind === 'unreadable') return readingOf(file.problem, []);
  const lineOfUri = new Map<string, number>();
  return readingOf(
    null,
    file.records.map((record) => besideEarlierRows(readRecord(record), lineOfUri)),
  );
}

/** The same for a file's bytes, which must be UTF-8. */
export function readOrganisationsFile(bytes: Uint8Array): OrganisationsReading {
  const decoded = decodeUtf8(bytes, ',');
  return decoded.kind === 'text' ? readOrganisations(decoded.text) : readingOf(decoded.problem, []);
}

function readRecord(record: CsvRecord): OrganisationRow {
  const { line, endLine } = record;
  if (record.kind === 'broken') {
    const columnName = problems.ORGANISATION_HEADER[record.column - 1] ?? null;
    return { kind: 'reported', line, endLine, problems: [quoteProblem(record, columnName)] };
  }
  const values = record.fields.map((field) => field.normalize('NFC').replace(/\s+/gu, ' ').trim());
  if (values.length !== problems.ORGANISATION_HEADER.length) {
    return { kind: 'reported', line, endLine, problems: [problems.fieldCount(line, values.length)] };
  }
  const [tooiUri = '', name = '', list = ''] = values;
  const found = [...values.flatMap((value, index) => textProblem(line, index, value) ?? []), ...identifierProblems(line, tooiUri, list)];
  const kind = listNamed(list)?.kind;
  if (found.length > 0 || kind === undefined) return { kind: 'reported', line, endLine, problems: found };
  const cbsCode = cbsCodeOf(tooiUri);
  const party: PlannedParty = { tooiUri, name, kind, ...(cbsCode === undefined ? {} : { cbsCode }), existence: 'unknown' };
  return { kind: 'read', line, endLine, party };
}

function textProblem(line: number, index: number, value: string): OrganisationProblem | undefined {
  if (value === '') return problems.emptyValue(line, index);
  if (Buffer.byteLength(value) > LIMITS.textBytes) return problems.textTooLong(line, index);
  return /[\p{Cc}\uFFFD]/u.test(value) ? problems.unreadableCharacter(line, index) : undefined;
}

function identifierProblems(line: number, uri: string, list: string): OrganisationProblem[] {
  const ofUri = listOfUri(uri);
  const ofList = listNamed(list);
  return [
    ...(uri !== '' && !ofUri ? [problems.invalidUri(line, uri)] : []),
    ...(list !== '' && !ofList ? [problems.unknownList(line, list)] : []),
    ...(ofUri && ofList && ofUri !== ofList ? [problems.listContradictsUri(line, list, ofUri.list)] : []),
  ];
}

function besideEarlierRows(row: OrganisationRow, lineOfUri: Map<string, number>): OrganisationRow {
  if (row.kind === 'reported') return row;
  const { line, endLine, party } = row;
  const earlier = lineOfUri.get(party.tooiUri);
  if (earlier !== undefined) return { kind: 'reported', line, endLine, problems: [problems.repeatedUri(line, party.tooiUri, earlier)] };
  lineOfUri.set(party.tooiUri, line);
  return row;
}

function readingOf(problem: FileProblem | null, rows: readonly OrganisationRow[]): OrganisationsReading {
  const parties = rows.flatMap((row) => (row.kind === 'read' ? [row.party] : []));
  const byKind = Object.fromEntries(
    VALUE_LISTS.map(({ kind }) => [kind, parties.filter((party) => party.kind === kind).length]),
  ) as OrganisationsReading['totals']['byKind'];
  return { problem, rows, totals: { rows: rows.length, read: parties.length, reported: rows.length - parties.length, byKind } };
}

import { HEADER } from './columns.js';
import type { ColumnKey } from './columns.js';
import type { ReadRow, RegisterRow, ReportedRow } from './register-reading.js';
import { readMandateRegister } from './read-register.js';

/** A row in which nothing is wrong; specs vary one cell of it. */
export const SOUND_ROW: Readonly<Record<ColumnKey, string>> = {
  nr: 'A1.1',
  kind: 'Mandaat',
  power: 'Verlenen van vergunningen',
  legalBasis: 'Gemeentewet art. 160',
  bodies: 'Burgemeester en wethouders',
  holder: 'Directeur Dienstverlening',
  subHolder: '',
  restrictions: '',
  start: '01-01-2025',
  instrument: 'gmb-2024-500001',
};

/** A row as CSV, every value quoted. */
export function csvRow(cells: Partial<Record<ColumnKey, string>> = {}): string {
  return Object.values({ ...SOUND_ROW, ...cells })
    .map((value) => `"${value.replaceAll('"', '""')}"`)
    .join(';');
}

export function register(...rows: readonly string[]): string {
  return [HEADER.join(';'), ...rows, ''].join('\n');
}

/** The reading of one row that differs from the sound one in some cells. */
export function readOne(cells: Partial<Record<ColumnKey, string>>): RegisterRow {
  const { rows } = readMandateRegister(register(csvRow(cells)));
  if (rows.length !== 1 || !rows[0]) throw new Error(`one row was written, ${rows.length} were read`);
  return rows[0];
}

export function readSound(cells: Partial<Record<ColumnKey, string>>): ReadRow {
  const row = readOne(cells);
  if (row.kind !== 'read') throw new Error(`reported: ${row.problems.map((problem) => problem.code).join(', ')}`);
  return row;
}

export function reported(row: RegisterRow | undefined): ReportedRow {
  if (row?.kind !== 'reported') throw new Error('the row was read');
  return row;
}

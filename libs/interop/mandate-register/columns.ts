import { LIMITS } from '../../ledger/limits.js';
import type { BilingualText } from '../../ledger/refusal.js';
import { BODY_SEPARATOR, kindOf, readBodies, startDateOf } from './register-terms.js';
import type { RowProblemCode } from './register-reading.js';

export type ColumnKey =
  'nr' | 'kind' | 'power' | 'legalBasis' | 'bodies' | 'holder' | 'subHolder' | 'restrictions' | 'start' | 'instrument';
export type Cells = Readonly<Record<ColumnKey, string>>;

/** One column and what fits in it. The same recogniser checks a value and finds where a shifted row goes wrong. */
export interface Column {
  readonly key: ColumnKey;
  readonly name: string;
  readonly required: boolean;
  /** Whether a value that is not empty belongs here. */
  fits(value: string): boolean;
  /** What a misfit is called; null where a misfit is only worth a warning. */
  readonly misfit: RowProblemCode | null;
  readonly expected: BilingualText;
}

const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/u;
const PUBLICATION = /^(gmb|stb|stcrt|trb|prb|wsb|bgr)-\d{4}-\d{1,8}$/iu;
const REGULATION = /^CVDR\d{1,10}([/_]\d{1,4})?$/iu;
/** Letters and a number (Z-2024-00123, Z24/1234) or a year and a number (2024-001234). */
const CASE_NUMBER = /^([A-Z]{1,10}[-/.]?\d{2,}([-/.][A-Z0-9]+)*|\d{4}[-/]\d{3,})$/iu;
const PUBLICATION_LETTERS = /^(gmb|stb|stcrt|trb|prb|wsb|bgr|cvdr)(?![a-z])/iu;
/** Digits of an article, or a word that names a regulation. */
const REGULATORY = /\d|wet(?!\p{L})|(?<!\p{L})wet|verordening|regeling|besluit|statuten|reglement/iu;
/** Nothing but the short name of an act: Awb, APV. */
const ABBREVIATION = /^\p{Lu}\p{L}{1,4}$/u;

const isInstrument = (value: string): boolean =>
  PUBLICATION.test(value) || REGULATION.test(value) || (CASE_NUMBER.test(value) && !PUBLICATION_LETTERS.test(value));
/** Words, not a date or a place of publication that slipped out of its own column. */
const isProse = (value: string): boolean =>
  /\p{L}/u.test(value) && !PUBLICATION.test(value) && !REGULATION.test(value) && !DATE.test(value);
const isHolder = (value: string): boolean => isProse(value) && !value.includes(BODY_SEPARATOR);

const text = (nl: string, en: string): BilingualText => ({ nl, en });
const holderText = text(
  'één functie of orgaan, zonder “ / ”; zet elke functie op een eigen regel',
  'one post or body, without “ / ”; give each post its own row',
);

export const COLUMNS: readonly Column[] = [
  {
    key: 'nr',
    name: 'Nr',
    required: true,
    fits: (value) => /^(?=.*\d)[A-Z0-9][A-Z0-9.-]{0,19}$/iu.test(value),
    misfit: 'INVALID_NR',
    expected: text('letters, cijfers, punten en streepjes, zoals S1.2', 'letters, digits, dots and hyphens, such as S1.2'),
  },
  {
    key: 'kind',
    name: 'Soort',
    required: true,
    fits: (value) => kindOf(value) !== undefined,
    misfit: 'UNKNOWN_KIND',
    expected: text('Mandaat, Volmacht, Machtiging of Delegatie', 'Mandaat, Volmacht, Machtiging or Delegatie'),
  },
  {
    key: 'power',
    name: 'Bevoegdheid',
    required: true,
    fits: isProse,
    misfit: 'MISPLACED_VALUE',
    expected: text('de bevoegdheid in woorden', 'the power in words'),
  },
  {
    key: 'legalBasis',
    name: 'Wettelijke grondslag',
    required: true,
    fits: (value) =>
      isProse(value) && value.split(';').every((citation) => REGULATORY.test(citation) || ABBREVIATION.test(citation.trim())),
    misfit: null,
    expected: text('een wet of regeling met artikel', 'an act or regulation with its article'),
  },
  {
    key: 'bodies',
    name: 'Bevoegd orgaan',
    required: true,
    fits: (value) => readBodies(value) !== undefined,
    misfit: 'UNKNOWN_BODY',
    expected: text(
      'Burgemeester en wethouders, Burgemeester of Gemeenteraad, meer dan één gescheiden door “ / ”',
      'Burgemeester en wethouders, Burgemeester or Gemeenteraad, several separated by “ / ”',
    ),
  },
  { key: 'holder', name: 'Gemandateerde', required: true, fits: isHolder, misfit: 'SEVERAL_HOLDERS', expected: holderText },
  { key: 'subHolder', name: 'Ondermandaat aan', required: false, fits: isHolder, misfit: 'SEVERAL_HOLDERS', expected: holderText },
  {
    key: 'restrictions',
    name: 'Beperkingen',
    required: false,
    fits: isProse,
    misfit: 'MISPLACED_VALUE',
    expected: text('de beperking in woorden', 'the restriction in words'),
  },
  {
    key: 'start',
    name: 'Ingangsdatum',
    required: true,
    fits: (value) => startDateOf(value) !== undefined,
    misfit: 'INVALID_DATE',
    expected: text('een bestaande datum als dd-mm-jjjj', 'an existing date as dd-mm-yyyy'),
  },
  {
    key: 'instrument',
    name: 'Vindplaats',
    required: true,
    fits: isInstrument,
    misfit: 'INVALID_INSTRUMENT',
    expected: text(
      'een publicatie (gmb-2024-500001), CVDR-nummer of zaaknummer',
      'a publication (gmb-2024-500001), CVDR number or case number',
    ),
  },
];

export const HEADER: readonly string[] = COLUMNS.map((column) => column.name);

/** Why a value does not belong in a column, or null when it does. */
export function misfitOf(column: Column, value: string): RowProblemCode | null {
  if (value === '') return column.required ? 'EMPTY_VALUE' : null;
  if (Buffer.byteLength(value) > LIMITS.textBytes) return 'TEXT_TOO_LONG';
  // Control characters, and U+FFFD, which stands where an earlier program could not read the text.
  if (/[\p{Cc}\uFFFD]/u.test(value.replace(/[\t\r\n]/gu, ''))) return 'UNREADABLE_CHARACTER';
  if (column.fits(value)) return null;
  if (column.misfit !== 'SEVERAL_HOLDERS') return column.misfit;
  return value.includes(BODY_SEPARATOR) ? 'SEVERAL_HOLDERS' : 'MISPLACED_VALUE';
}

/** Index of the first column whose value does not fit, of a row with too many or too few fields; undefined when all fit. */
export function firstMisfit(fields: readonly string[]): number | undefined {
  const index = COLUMNS.findIndex((column, at) => {
    const value = fields[at];
    if (value === undefined) return false;
    return value === '' ? column.required : !column.fits(value);
  });
  return index === -1 ? undefined : index;
}

/** Place of a column, from 1. */
export function columnNumber(key: ColumnKey): number {
  return COLUMNS.findIndex((column) => column.key === key) + 1;
}

export function columnNamed(key: ColumnKey): string {
  return COLUMNS[columnNumber(key) - 1]?.name ?? key;
}

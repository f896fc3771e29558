import type { AudienceLevel } from '../ledger/envelope.js';
import { AUDIENCE_LEVELS } from '../ledger/envelope.js';
import type { StorePosition } from '../ledger/event-store.js';
import type { ColumnType, Projection, TableDefinition } from './view-definition.js';

/** `known_to` of a row that is still what the ledger knows. */
export const OPEN = 9_007_199_254_740_991;

/** Columns every bitemporal table has besides the declared ones. */
export const FIXED_COLUMNS = ['entity', 'row_key', 'valid_from', 'valid_to', 'known_from', 'known_to', 'audience', 'participants'] as const;

/** What a table looks like, without its code: plain JSON that can be sent to a reading thread. */
export interface TableShape {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly orders: readonly (readonly string[])[];
  readonly known: boolean;
}

const NAME = /^[a-z][a-z0-9_]*$/;
const COLUMN = /^[a-z][A-Za-z0-9_]*$/;
const OWN_TABLES = new Set(['journal', 'journal_text', 'journal_subject', 'reservation', 'projected', 'build_part']);

/** The shapes of all declared tables, checked: a name that clashes must not reach the database. */
export function tableShapes(projections: readonly Projection[]): TableShape[] {
  const shapes = projections.flatMap(({ tables }) => tables.map(shapeOf));
  const names = new Set<string>();
  for (const { name } of shapes) {
    if (!NAME.test(name) || OWN_TABLES.has(name)) throw new Error(`${name} cannot be the name of a view table`);
    if (names.has(name)) throw new Error(`two view tables are called ${name}`);
    names.add(name);
  }
  return shapes;
}

export function shapesByName(projections: readonly Projection[]): ReadonlyMap<string, TableShape> {
  return new Map(tableShapes(projections).map((shape) => [shape.name, shape]));
}

function shapeOf({ name, columns, orders, known = false }: TableDefinition<any>): TableShape {
  const taken = new Set<string>(FIXED_COLUMNS);
  for (const column of Object.keys(columns)) {
    if (!COLUMN.test(column) || taken.has(column.toLowerCase()))
      throw new Error(`${name}.${column}: the column's name is taken or malformed`);
    taken.add(column.toLowerCase());
  }
  for (const order of orders) {
    for (const column of order) if (!(column in columns)) throw new Error(`${name} is ordered by ${column}, which it does not declare`);
  }
  return { name, columns, orders, known };
}

/** Audience levels are stored as numbers; 0 is public. */
export function audienceNumber(level: AudienceLevel): number {
  return AUDIENCE_LEVELS.indexOf(level);
}

/** Readers below *public* as `|a|b|`, so that one substring search finds a party; '' when all may read. */
export function participantsText(level: AudienceLevel, parties: readonly string[]): string {
  if (level === 'public' || parties.length === 0) return '';
  if (parties.some((party) => party.includes('|'))) throw new Error('a party id may not hold "|": it separates readers');
  return `|${parties.join('|')}|`;
}

/** Positions are decimal numbers in text; as numbers the database can order them. */
export function positionNumber(position: StorePosition): number {
  const number = position === '' ? 0 : Number(position);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`position ${position} is not a decimal number this build can order`);
  return number;
}

export function positionText(number: number): StorePosition {
  return (number === 0 ? '' : String(number)) as StorePosition;
}

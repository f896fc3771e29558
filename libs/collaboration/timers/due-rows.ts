import type { Mark } from '../../ledger/progress.js';
import { streamOf } from '../../ledger/ids.js';
import { addDays, type LocalDate } from '../../ledger/local-date.js';
import type { Condition, PageQuery, ReadSnapshot, StoredRow } from '../../views/read-models.js';
import type { ColumnValue } from '../../views/view-definition.js';
import type { DueDoc, DueTable } from './due-table.js';
import type { CameDue, Follower, TimedCommand } from './timer.js';

/** A timer as it stands in its view. */
export interface DueRow extends CameDue {
  readonly table: DueTable;
  readonly stream: string;
  readonly key: string;
  readonly kind: string;
  readonly command?: TimedCommand;
}

const EVERYTHING = { party: null, seesAll: true };
const ORDER = ['due_on'];
const ACTS: Condition = { column: 'acts', is: 1 };

/** What was not seen when everything up to `done` was: days that came since, and what was learned since about days before. */
export function windowsSince(done: Mark, today: LocalDate): Pick<PageQuery, 'where' | 'knownSince'>[] {
  const until = addDays(today, 1);
  if (done.day === '') return [{ where: [ACTS, { column: 'due_on', until }] }];
  const next = addDays(done.day, 1);
  return [
    ...(today > done.day ? [{ where: [ACTS, { column: 'due_on', from: next, until }] }] : []),
    { where: [ACTS, { column: 'due_on', until: next }], knownSince: done.seq },
  ];
}

/** One page of timers that act, by day. */
export async function dueRows(
  snapshot: ReadSnapshot,
  table: DueTable,
  { knownAt, limit, after, ...window }: Pick<PageQuery, 'where' | 'knownSince' | 'after' | 'limit'> & { readonly knownAt: number },
): Promise<DueRow[]> {
  const rows = await snapshot.page({
    ...window,
    ...{ table: table.table, order: ORDER, limit, viewer: EVERYTHING },
    // A timer stands on every day.
    asOf: { validAt: FIRST_DAY, knownAt },
    ...(after ? { after } : {}),
  });
  return rows.map((row) => dueRow(table, row));
}

const FIRST_DAY: LocalDate = '1800-01-01';

/** Where the next page begins. */
export function cursorOf({ on, entity, key }: DueRow): readonly ColumnValue[] {
  return [on, entity, key];
}

/** Whether it still comes due on that day. */
export async function stillStands(snapshot: ReadSnapshot, { table, entity, key, on }: DueRow): Promise<boolean> {
  const asOf = { validAt: FIRST_DAY, knownAt: (await snapshot.head()).seq };
  const rows = await snapshot.rows({ table: table.table, asOf, viewer: EVERYTHING, entities: [entity] });
  return rows.some((row) => row.key === key && row.columns['due_on'] === on);
}

/** The first day after this one on which a timer acts. */
export async function nextActingDay(snapshot: ReadSnapshot, tables: readonly DueTable[], today: LocalDate): Promise<LocalDate | undefined> {
  const { seq: knownAt } = await snapshot.head();
  const where: Condition[] = [ACTS, { column: 'due_on', from: addDays(today, 1) }];
  const days: LocalDate[] = [];
  for (const table of tables) {
    const [first] = await dueRows(snapshot, table, { where, limit: 1, knownAt });
    if (first) days.push(first.on);
  }
  return days.sort()[0];
}

const PAGE = 100;
/** Far more than succeed each other; a circle ends here too. */
const SUCCESSIONS = 20;

/** What others do about it, each as a command to one of those it concerns. */
export async function followUps(snapshot: ReadSnapshot, due: DueRow, followers: readonly Follower[]): Promise<TimedCommand[]> {
  const { seq: knownAt } = await snapshot.head();
  const commands: TimedCommand[] = [];
  for (const follower of followers.filter(({ kinds }) => kinds.includes(due.kind))) {
    const ids = await concerned(snapshot, due, { follower, viewer: EVERYTHING, knownAt });
    commands.push(...ids.map((id) => follower.command(id, due)));
  }
  return commands;
}

export interface Followed extends Pick<PageQuery, 'viewer'> {
  readonly follower: Follower;
  readonly knownAt: number;
}

/** Ids of those a timer concerns through one follower, as they stand on its day. */
export async function concerned(
  snapshot: ReadSnapshot,
  { entity, on }: CameDue,
  { follower, viewer, knownAt }: Followed,
): Promise<string[]> {
  const { table, order, where = [], through } = follower;
  const shared = { viewer, asOf: { validAt: on, knownAt } };
  const names = new Set([entity]);
  for (let round = 0, latest = [entity]; through && latest.length > 0 && round < SUCCESSIONS; round += 1) {
    const before = (await Promise.all(latest.map((id) => naming(snapshot, id, { ...shared, ...through })))).flat();
    latest = before.filter((id) => !names.has(id));
    for (const id of latest) names.add(id);
  }
  const found = await Promise.all([...names].map((id) => naming(snapshot, id, { ...shared, table, order, where })));
  return [...new Set(found.flat())];
}

/** Entities whose first column of an order names this id. */
async function naming(
  snapshot: ReadSnapshot,
  id: string,
  query: Pick<PageQuery, 'table' | 'order' | 'where' | 'asOf' | 'viewer'>,
): Promise<string[]> {
  const { order } = query;
  const where = [{ column: order[0] as string, is: id }, ...(query.where ?? [])];
  const found: string[] = [];
  for (let after: readonly ColumnValue[] | undefined; ;) {
    const rows = await snapshot.page({ ...query, where, limit: PAGE, ...(after ? { after } : {}) });
    found.push(...rows.map(({ entity }) => entity));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return found;
    after = [...order.map((column) => last.columns[column] ?? null), last.entity, last.key];
  }
}

function dueRow(table: DueTable, { entity, key, columns, doc }: StoredRow): DueRow {
  const { command } = doc as DueDoc;
  return {
    table,
    stream: streamOf(table.aggregate, entity),
    entity,
    key,
    on: String(columns['due_on']),
    kind: String(columns['kind']),
    ...(command ? { command } : {}),
  };
}

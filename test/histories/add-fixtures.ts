import 'reflect-metadata';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import {
  eventFixtureName,
  fixtureNames,
  fixtureUrl,
  frozenEvent,
  frozenLogs,
  REGISTRY,
  type FixtureKind,
  type FrozenEvent,
  type FrozenLog,
} from '../../libs/collaboration/fixtures/frozen-log.js';
import {
  compareRows,
  rowsAfter,
  rowsFixtureName,
  TABLES,
  unreadRows,
  type DeclaredTable,
} from '../../libs/collaboration/fixtures/golden-rows.js';
import { HISTORIES, tellHistory, type History } from './tell-history.js';

/**
 * Adds the fixtures that are missing: the log of each history that is new or that reaches a new type or version of event, that
 * type's event, and the rows of new logs and of new versions of tables. Logs and events that are there stay as they are. Rows are
 * replaced where they are only shown otherwise, and removed once nothing reads them; where other rows are stored, the table must get
 * a new version first.
 */
// New histories first: a frozen one is told again only for types that none of them reaches, as the story it tells has gone on since.
const isNew = ({ name }: History) => logsOf(name).length === 0;
for (const history of [...HISTORIES.filter(isNew), ...HISTORIES.filter((one) => !isNew(one))]) await addLog(history);
const unreached = missingTypes();
if (unreached.length > 0) throw new Error(`no history in test/histories leads to ${unreached.join(', ')}: add a step that does`);
const logs = frozenLogs();
removeUnread();
// All are compared before any is added: what is missing is told by what is there.
const changed = TABLES.flatMap((declared) => logs.filter((log) => isChanged(declared, log)).map((log) => ({ declared, log })));
for (const { declared, log } of changed) {
  write('rows', rowsFixtureName(declared.table, log), JSON.stringify(rowsAfter(declared, log), null, 2), 'w');
}

async function addLog(history: History): Promise<void> {
  const missing = missingTypes();
  const earlier = logsOf(history.name);
  if (earlier.length > 0 && missing.length === 0) return;
  const log = (await tellHistory(history)).map(({ json }) => frozenEvent(json));
  const reached = missing.filter((type) => log.some((event) => event.type === type));
  if (earlier.length > 0 && reached.length === 0) return;
  add('logs', `${history.name}.${earlier.length + 1}.jsonl`, log.map(({ json }) => json).join('\n'));
  for (const type of reached) {
    const event = fullest(log, type);
    add('events', eventFixtureName(event), event.json);
  }
}

function logsOf(history: string): string[] {
  return fixtureNames('logs').filter((name) => name.startsWith(`${history}.`));
}

/** Types of which the current version has no fixture. */
function missingTypes(): string[] {
  const known = fixtureNames('events');
  return REGISTRY.eventDefinitions.filter((definition) => !known.includes(eventFixtureName(definition))).map(({ type }) => type);
}

/** The one that says most: its optional fields are part of what must be read for ever. */
function fullest(log: readonly FrozenEvent[], type: string): FrozenEvent {
  return log.filter((event) => event.type === type).reduce((best, event) => (event.json.length > best.json.length ? event : best));
}

function isChanged(declared: DeclaredTable, log: FrozenLog): boolean {
  const { kind } = compareRows(declared, log);
  return kind === 'missing' || kind === 'shownOtherwise';
}

function removeUnread(): void {
  for (const name of unreadRows(logs)) {
    rmSync(fixtureUrl('rows', name));
    process.stdout.write(`removed libs/collaboration/fixtures/rows/${name}\n`);
  }
}

function add(kind: FixtureKind, name: string, text: string): void {
  write(kind, name, text, 'wx');
}

function write(kind: FixtureKind, name: string, text: string, flag: 'w' | 'wx'): void {
  const url = fixtureUrl(kind, name);
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, `${text}\n`, { flag });
  process.stdout.write(`written to libs/collaboration/fixtures/${kind}/${name}\n`);
}

import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import {
  eventFixtureName,
  fixtureNames,
  fixtureText,
  fixtureUrl,
  frozenEvent,
  frozenLogs,
  REGISTRY,
  type FixtureKind,
  type FrozenEvent,
} from '../../libs/collaboration/fixtures/frozen-log.js';
import { rowsAfter, rowsFixtureName, TABLES, type DeclaredTable, type GoldenRows } from '../../libs/collaboration/fixtures/golden-rows.js';
import { HISTORIES, tellHistory, type History } from './tell-history.js';

/**
 * Adds the fixtures that are missing: the log of each history that is new or that reaches a new type or version of event, that
 * type's event, and the rows of new logs and of new versions of tables. What is there stays as it is.
 */
for (const history of HISTORIES) await addLog(history);
const unreached = missingTypes();
if (unreached.length > 0) throw new Error(`no history in test/histories leads to ${unreached.join(', ')}: add a step that does`);
for (const declared of TABLES) addRows(declared);

async function addLog(history: History): Promise<void> {
  const missing = missingTypes();
  const earlier = fixtureNames('logs').filter((name) => name.startsWith(`${history.name}.`));
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

/** Types of which the current version has no fixture. */
function missingTypes(): string[] {
  const known = fixtureNames('events');
  return REGISTRY.eventDefinitions.filter((definition) => !known.includes(eventFixtureName(definition))).map(({ type }) => type);
}

/** The one that says most: its optional fields are part of what must be read for ever. */
function fullest(log: readonly FrozenEvent[], type: string): FrozenEvent {
  return log.filter((event) => event.type === type).reduce((best, event) => (event.json.length > best.json.length ? event : best));
}

/** The rows of a log that was added later join those of the earlier ones, which are not touched. */
function addRows(declared: DeclaredTable): void {
  const name = rowsFixtureName(declared.table);
  const golden = fixtureNames('rows').includes(name) ? (JSON.parse(fixtureText('rows', name)) as GoldenRows) : {};
  const now = rowsAfter(declared, frozenLogs());
  if (Object.keys(now).every((log) => log in golden)) return;
  write('rows', name, JSON.stringify({ ...now, ...golden }, null, 2), 'w');
}

function add(kind: FixtureKind, name: string, text: string): void {
  write(kind, name, text, 'wx');
}

function write(kind: FixtureKind, name: string, text: string, flag: 'w' | 'wx'): void {
  mkdirSync(fixtureUrl(kind, ''), { recursive: true });
  writeFileSync(fixtureUrl(kind, name), `${text}\n`, { flag });
  process.stdout.write(`added to libs/collaboration/fixtures/${kind}/${name}\n`);
}

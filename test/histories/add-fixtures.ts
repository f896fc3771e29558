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
import { rowsAfter, rowsFixtureName, TABLES, type GoldenRows } from '../../libs/collaboration/fixtures/golden-rows.js';
import { tellHistory } from './tell-history.js';

/**
 * Adds the fixtures that are missing: an event for each new type and version, with the log it was taken from, and rows for each
 * new version of a table. What is there stays as it is.
 */
const known = new Set(fixtureNames('events'));
const missing = REGISTRY.eventDefinitions.filter((definition) => !known.has(eventFixtureName(definition)));
if (missing.length > 0) await addEvents(missing);
addRows();

async function addEvents(wanted: readonly { readonly type: string; readonly version: number }[]): Promise<void> {
  const log = (await tellHistory()).map(({ json }) => frozenEvent(json));
  const unreached = wanted.filter(({ type }) => !log.some((event) => event.type === type));
  if (unreached.length > 0) {
    throw new Error(`no step in test/histories leads to ${unreached.map(({ type }) => type).join(', ')}: add one to a scene`);
  }
  add('logs', `rivierenoord.${fixtureNames('logs').length + 1}.jsonl`, log.map(({ json }) => json).join('\n'));
  for (const definition of wanted) add('events', eventFixtureName(definition), fullest(log, definition.type).json);
}

/** The one that says most: its optional fields are part of what must be read for ever. */
function fullest(log: readonly FrozenEvent[], type: string): FrozenEvent {
  return log.filter((event) => event.type === type).reduce((best, event) => (event.json.length > best.json.length ? event : best));
}

function addRows(): void {
  const logs = frozenLogs();
  for (const declared of TABLES) {
    const name = rowsFixtureName(declared.table);
    if (!fixtureNames('rows').includes(name)) add('rows', name, JSON.stringify(rowsAfter(declared, logs), null, 2));
    else addNewLogs(name, rowsAfter(declared, logs));
  }
}

/** A log that was added later is added to the rows as well; those of earlier logs are not touched. */
function addNewLogs(name: string, now: GoldenRows): void {
  const golden = JSON.parse(fixtureText('rows', name)) as GoldenRows;
  const added = Object.keys(now).filter((log) => !(log in golden));
  if (added.length === 0) return;
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asOfQueries } from './as-of/as-of-queries.js';
import { durableMutations } from './durable-mutations.js';
import { eventStoreDbAppends } from './eventstoredb-appends.js';
import { Ledgers } from './ledgers/built-ledger.js';
import { describeMachine } from './measuring/machine.js';
import type { Part } from './measuring/part.js';
import { markdownTable, plainTable, type Section } from './measuring/table.js';
import { memory } from './memory.js';
import { projectionLag } from './projection-lag.js';
import { postgresProjection } from './postgres-projection.js';
import { rawAppends } from './raw-appends.js';
import { rebuild } from './rebuild.js';
import { start } from './start.js';

const PARTS: readonly Part[] = [
  durableMutations,
  rawAppends,
  eventStoreDbAppends,
  start,
  rebuild,
  postgresProjection,
  projectionLag,
  asOfQueries,
  memory,
];
const USAGE = `npm run benchmark -- [--only ${PARTS.map(({ name }) => name).join('|')}] [--quick] [--events N] [--markdown FILE]`;
const EVENTS = 1_000_000;
const QUICK_EVENTS = 100_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    events: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const events = Number(values.events ?? (values.quick ? QUICK_EVENTS : EVENTS));
const parts = PARTS.filter(({ name, needs }) => values.only?.includes(name) ?? (needs === undefined || needs in process.env));
const isRight = parts.length > 0 && Number.isSafeInteger(events / 100) && events >= 10_000;

if (values.help || !isRight) {
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 1;
} else {
  await run();
}

async function run(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'convenant-benchmark-'));
  // A benchmark that is broken off leaves no gigabytes behind.
  process.once('SIGINT', () => process.exit(130));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const began = performance.now();
  const progress = (step: string) => console.error(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${step}`);
  const machine = describeMachine(scratch);
  console.log(machine.map(([name, value]) => `${name.padEnd(12)} ${value}`).join('\n'), '\n');
  const ledgers = new Ledgers(scratch, progress);
  const sections: Section[] = [];
  for (const { name, title, run: measure } of parts) {
    const figures = await measure({ scratch, events, ledgers, progress: (step) => progress(`${name}: ${step}`) });
    const section = { title, figures };
    sections.push(section);
    console.log(plainTable(section));
  }
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdown(machine, sections));
}

function markdown(machine: readonly (readonly [string, string])[], sections: readonly Section[]): string {
  const facts = machine.map(([name, value]) => `- ${name}: ${value}`).join('\n');
  return `# Benchmarks\n\nMade by \`npm run benchmark\`; ratios compare within one run.\n\n${facts}\n\n${sections.map(markdownTable).join('\n')}`;
}

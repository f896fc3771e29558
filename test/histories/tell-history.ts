import { PERSONAS, made, person } from '../../apps/api/demo/personas.js';
import { STORY, type Scene, type Step } from '../../apps/api/demo/story.js';
import { foundLedger, ledgerLife } from '../../libs/collaboration/accountability/ledger/ledger.js';
import { projections } from '../../libs/collaboration/projections.js';
import { Command, CommandInput } from '../../libs/collaboration/registration/command-input.js';
import { ChoiceField } from '../../libs/collaboration/registration/fields.js';
import { registrations } from '../../libs/collaboration/registrations.js';
import { ADMINISTRATOR, type Bound, LedgerHarness } from '../../libs/collaboration/testing/ledger-harness.js';
import type { Actor } from '../../libs/ledger/aggregate.js';
import { BEGINNING, type StoredEvent } from '../../libs/ledger/event-store.js';
import { abandonAttempt } from './abandon-attempt.js';
import { AGREEMENTS } from './agreements.js';
import { AFTER_DECISIONS } from './after-decisions.js';
import { AFTER_MANDATES } from './after-mandates.js';
import { AFTER_PARTIES } from './after-parties.js';
import { JOINT } from './joint.js';
import { PARTNERSHIPS } from './partnerships.js';
import { AFTER_RESPONSIBILITIES } from './after-responsibilities.js';
import { SELDOM } from './seldom.js';

/** Founding is no command of the API; here it goes the way of every other. */
@Command('Found a ledger.')
class FoundLedger extends CommandInput {
  @ChoiceField({ demo: 'demo' }, 'Kind of ledger.')
  kind!: string;
}

/** What is told to one ledger. */
export interface History {
  readonly name: string;
  readonly scenes: readonly Scene[];
  /** What no command does. */
  readonly after?: (ledger: LedgerHarness) => Promise<void>;
}

/** A log once frozen is not told again: what is new to show goes into a history of its own. */
export const HISTORIES: readonly History[] = [
  {
    // The story, and after it every type of event that the story leaves out.
    name: 'rivierenoord',
    scenes: [...STORY, ...AFTER_PARTIES, ...AFTER_MANDATES, ...AFTER_DECISIONS].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    after: (ledger) => abandonAttempt(ledger, `party-${made('de-kade')}`),
  },
  { name: 'seldom', scenes: SELDOM },
  { name: 'joint', scenes: JOINT },
  { name: 'partnerships', scenes: PARTNERSHIPS },
  { name: 'who-answers', scenes: AFTER_RESPONSIBILITIES },
  { name: 'agreements', scenes: AGREEMENTS },
];

/** Tells it to a ledger in memory. @returns its log, as stored */
export async function tellHistory({ scenes, after }: History): Promise<readonly StoredEvent[]> {
  const ledger = new LedgerHarness(projections);
  const found: Bound<FoundLedger> = [FoundLedger, foundLedger as Bound<FoundLedger>[1], ledgerLife.name];
  await ledger.execute(actorOf('administrator'), found, { kind: 'demo' }, 'found');
  for (const { on, steps } of scenes) {
    ledger.on(on);
    for (const step of steps) await take(ledger, step);
  }
  await after?.(ledger);
  const stored = await ledger.store.readAll(BEGINNING, 10_000);
  return stored.filter(({ kind }) => kind === 'ledger');
}

async function take(ledger: LedgerHarness, { name, by, command, input, refusedBy }: Step): Promise<void> {
  const outcome = await ledger.execute(actorOf(by), bound(command), input, name).catch((cause: Error) => {
    throw new Error(`step "${name}": ${cause.message}`, { cause });
  });
  const answer = outcome.kind === 'refused' ? outcome.refusal.ruleId : undefined;
  if (answer !== refusedBy) throw new Error(`step "${name}" should be ${refusedBy ?? 'recorded'}, but was ${answer ?? 'recorded'}`);
  if (outcome.kind === 'recorded' && outcome.events.length === 0) throw new Error(`step "${name}" changed nothing`);
}

function bound(command: string): Bound<CommandInput> {
  for (const { projection, commands } of registrations) {
    const binding = commands.find((one) => one.command.name === command);
    if (binding) return [binding.command, binding.rule, projection.aggregate.name];
  }
  throw new Error(`no command ${command}`);
}

function actorOf(persona: string): Actor {
  if (persona === 'administrator') return ADMINISTRATOR;
  const found = PERSONAS.find((one) => one.persona === persona);
  if (!found) throw new Error(`nobody is called ${persona}`);
  return { person: person(persona), party: found.party && made(found.party), role: found.role };
}

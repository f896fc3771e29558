import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PersonsDiffer } from '../../libs/access/directory-copy.js';
import { copyLog, CopyRefused, type CopiedLog, type CopyProgress } from '../../libs/event-stores/copy-log.js';
import { openEventStoreDb } from '../../libs/event-stores/eventstoredb/eventstoredb-event-store.js';
import { openSqliteEventStore } from '../../libs/event-stores/sqlite/sqlite-event-store.js';
import type { EventStore } from '../../libs/ledger/event-store.js';
import { KeysDiffer, sealedSubjects } from '../../libs/privacy/key-copy.js';
import { nextGeneration } from '../api/node/data-folder.js';
import { requireLog } from './client/ledger-folder.js';
import { belongingsIn, copyKeysAndPersons, keysOption, subjectsWithoutKey, type Belongings, type CopiedKeys } from './copy-keys.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';

export interface CopyOptions {
  /** `sqlite:FOLDER`, a ledger's own folder, or `eventstoredb:CONNECTION`. */
  readonly from: string;
  readonly to: string;
  /** Of the streams in EventStoreDB. */
  readonly prefix: string;
  /** Where the secrets of the target's nodes go, and their keys if these are files; of an SQLite target that is its own. */
  readonly folder?: string;
  /** `files` or `postgres://…`; default as the configuration says. */
  readonly keysTo?: string;
}

type Place = { readonly kind: 'sqlite'; readonly folder: string } | { readonly kind: 'eventstoredb'; readonly connectionString: string };

/**
 * Moves a ledger to another store: every event with its id, text, time and place in the order. Command ids that were used stay used. Positions are
 * the new store's own, so that its secrets get a new generation, by which the server refuses those that the old one gave out.
 */
export async function copyLedger(settings: CliSettings, options: CopyOptions): Promise<Outcome> {
  const [source, target] = [placeOf(options.from, '--from'), placeOf(options.to, '--to')];
  if (source.kind === 'sqlite') requireLog(source.folder);
  const from = belongingsIn(source.kind === 'sqlite' ? source.folder : settings.folder, settings, source.kind === 'sqlite');
  const to = targetOf(target, settings, options);
  if (resolve(from.secretsFolder) === resolve(to.secretsFolder))
    throw new CliFailure(
      EXIT.usage,
      'SAME_FOLDER',
      'source and target keep their secrets in the same folder; give the target another one with --folder.',
    );
  const progress = new StepProgress();
  try {
    // Each key is there before the first text that it opens.
    const copied = await withLogs(source, target, options.prefix, async (log, copy) => {
      mkdirSync(to.folder, { recursive: true, mode: 0o700 });
      const keys = await copyKeysAndPersons(from, to, (done) => progress.reach({ step: 'keys', done }));
      const subjects = new Set<string>();
      const onVerified = ({ json }: { json: string }) => sealedSubjects(json).forEach((subject) => subjects.add(subject));
      return { ...keys, ...(await copyLog({ from: log, to: copy, onProgress: (at) => progress.reach(at), onVerified })), subjects };
    });
    progress.end();
    const withoutKey = await subjectsWithoutKey(copied.subjects, to);
    const { generation } = nextGeneration(to.secretsFolder, from.secrets);
    return outcomeOf({ ...copied, withoutKey, generation }, to);
  } catch (error) {
    if (error instanceof CopyRefused || error instanceof KeysDiffer || error instanceof PersonsDiffer)
      throw new CliFailure(EXIT.refused, 'COPY_REFUSED', `${error.message}.`);
    throw error;
  } finally {
    progress.end();
  }
}

function outcomeOf(
  { events, found, keys, persons, withoutKey, generation }: CopiedLog & CopiedKeys & { withoutKey: number; generation: number },
  { folder, where, secretsFolder }: Belongings,
): Outcome {
  const lost =
    withoutKey === 0 ? [] : [`${withoutKey} persons have sealed texts and no key: were the keys in another place? See CONVENANT_KEYS.`];
  return {
    exitCode: withoutKey === 0 ? EXIT.done : EXIT.findings,
    lines: [
      `${events} events are in the new store, ${found} of them from an earlier run; both were read again and are the same.`,
      `${keys} keys and ${persons} persons are in ${where.kind === 'files' ? folder : 'PostgreSQL'}, each compared; secrets are in ${secretsFolder}.`,
      ...lost,
      `Positions begin a new generation (${generation}): clients start again without their old ones.`,
    ],
    json: { events, found, keys, persons, withoutKey, folder: secretsFolder, keysIn: where.kind, generation },
  };
}

function targetOf(target: Place, { server }: CliSettings, { folder: asked, keysTo }: CopyOptions): Belongings {
  const folder = target.kind === 'sqlite' ? target.folder : asked === undefined ? undefined : resolve(asked);
  const where = keysTo === undefined ? server.keys : keysOption(keysTo);
  // The folder that all nodes read is named in the configuration; keys in files are never there.
  const secretsFolder =
    folder ?? (server.secrets.kind === 'folder' && where.kind === 'postgres' ? resolve(server.secrets.folder) : undefined);
  if (secretsFolder === undefined)
    throw new CliFailure(
      EXIT.usage,
      'FOLDER_REQUIRED',
      'add --folder FOLDER: where the secrets for the new store go, and its keys if they are files (<data>/ledger or <data>/demo).',
    );
  return { folder: folder ?? secretsFolder, where, secretsFolder };
}

function placeOf(text: string, option: string): Place {
  if (text.startsWith('sqlite:')) return { kind: 'sqlite', folder: resolve(text.slice('sqlite:'.length)) };
  if (text.startsWith('eventstoredb:')) return { kind: 'eventstoredb', connectionString: text.slice('eventstoredb:'.length) };
  throw new CliFailure(EXIT.usage, 'UNKNOWN_STORE', `${option} must be sqlite:FOLDER or eventstoredb:CONNECTION.`);
}

async function withLogs<Answer>(
  source: Place,
  target: Place,
  prefix: string,
  work: (from: EventStore, to: EventStore) => Promise<Answer>,
): Promise<Answer> {
  const from = await openPlace(source, prefix);
  try {
    const to = await openPlace(target, prefix);
    return await work(from, to).finally(() => to.close());
  } finally {
    await from.close();
  }
}

/** As its one writer where there can be only one: a server that records meanwhile is found out at once. */
async function openPlace(place: Place, prefix: string): Promise<EventStore> {
  if (place.kind === 'sqlite') return openSqliteEventStore({ folder: place.folder });
  return openEventStoreDb({ connectionString: place.connectionString, prefix });
}

const LABELS = {
  keys: 'keys copied',
  comparing: 'events compared with those of an earlier run',
  copying: 'events copied',
  verifying: 'events read again from both',
} as const;

interface Step {
  readonly step: CopyProgress['step'] | 'keys';
  readonly done: number;
}

class StepProgress {
  private step: Step['step'] | undefined;
  private current: Progress | undefined;

  reach({ step, done }: Step): void {
    if (step !== this.step) {
      this.end();
      this.step = step;
      this.current = new Progress({ label: LABELS[step] });
    }
    this.current?.reach(done);
  }

  end(): void {
    this.current?.end();
    this.current = undefined;
  }
}

import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { copyLog, CopyRefused, type CopyProgress } from '../../libs/event-stores/copy-log.js';
import { openEventStoreDb } from '../../libs/event-stores/eventstoredb/eventstoredb-event-store.js';
import { openSqliteEventStore } from '../../libs/event-stores/sqlite/sqlite-event-store.js';
import type { EventStore } from '../../libs/ledger/event-store.js';
import { nextGeneration, openSecrets } from '../api/node/data-folder.js';
import { requireLedger } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';

/** Files that belong to a ledger and not to its log: without them its personal texts and its people are lost. */
const BESIDE_THE_LOG = ['keys.db', 'directory.db'] as const;

export interface CopyOptions {
  /** `sqlite:FOLDER`, a ledger's own folder, or `eventstoredb:CONNECTION`. */
  readonly from: string;
  readonly to: string;
  /** Of the streams in EventStoreDB. */
  readonly prefix: string;
  /** The ledger's folder where the target's nodes have their keys; of an SQLite target that is its own. */
  readonly folder?: string;
}

type Place = { readonly kind: 'sqlite'; readonly folder: string } | { readonly kind: 'eventstoredb'; readonly connectionString: string };

/**
 * Moves a ledger to another store: every event with its id, text, time and place in the order. Command ids that were used stay used. Positions are
 * the new store's own, so that its secrets get a new generation, by which the server refuses those that the old one gave out.
 */
export async function copyLedger(settings: CliSettings, { from, to, prefix, folder }: CopyOptions): Promise<Outcome> {
  const [source, target] = [placeOf(from, '--from'), placeOf(to, '--to')];
  const keysFrom = source.kind === 'sqlite' ? source.folder : settings.folder;
  const keysTo = target.kind === 'sqlite' ? target.folder : folder === undefined ? undefined : resolve(folder);
  if (keysTo === undefined)
    throw new CliFailure(
      EXIT.usage,
      'FOLDER_REQUIRED',
      'add --folder FOLDER: where the keys for the new store go (<data>/ledger or <data>/demo).',
    );
  if (resolve(keysFrom) === resolve(keysTo))
    throw new CliFailure(EXIT.usage, 'SAME_FOLDER', 'source and target keep their keys in the same folder; give the target another one.');
  if (source.kind === 'sqlite') requireLedger(source.folder);
  const log = await openPlace(source, prefix);
  const copy = await openPlace(target, prefix).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const progress = new StepProgress();
  try {
    const { events, found } = await copyLog({ from: log, to: copy, onProgress: (at) => progress.reach(at) });
    progress.end();
    await copyKeys(keysFrom, keysTo);
    const { generation } = nextGeneration(keysTo, openSecrets(keysFrom));
    return {
      exitCode: EXIT.done,
      lines: [
        `${events} events are in the new store, ${found} of them from an earlier run; both were read again and are the same.`,
        `Keys, persons and secrets are in ${keysTo}. Positions begin a new generation (${generation}): clients start again without their old ones.`,
      ],
      json: { events, found, folder: keysTo, generation },
    };
  } catch (error) {
    if (error instanceof CopyRefused) throw new CliFailure(EXIT.refused, 'COPY_REFUSED', `${error.message}.`);
    throw error;
  } finally {
    progress.end();
    await copy.close();
    await log.close();
  }
}

function placeOf(text: string, option: string): Place {
  if (text.startsWith('sqlite:')) return { kind: 'sqlite', folder: resolve(text.slice('sqlite:'.length)) };
  if (text.startsWith('eventstoredb:')) return { kind: 'eventstoredb', connectionString: text.slice('eventstoredb:'.length) };
  throw new CliFailure(EXIT.usage, 'UNKNOWN_STORE', `${option} must be sqlite:FOLDER or eventstoredb:CONNECTION.`);
}

/** As its one writer where there can be only one: a server that records meanwhile is found out at once. */
async function openPlace(place: Place, prefix: string): Promise<EventStore> {
  if (place.kind === 'sqlite') return openSqliteEventStore({ folder: place.folder });
  return openEventStoreDb({ connectionString: place.connectionString, prefix });
}

async function copyKeys(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of BESIDE_THE_LOG) {
    if (!existsSync(join(from, name))) continue;
    const database = new Database(join(from, name), { readonly: true });
    await database.backup(join(to, name)).finally(() => database.close());
  }
}

const LABELS = {
  comparing: 'events compared with those of an earlier run',
  copying: 'events copied',
  verifying: 'events read again from both',
} as const satisfies Record<CopyProgress['step'], string>;

class StepProgress {
  private step: CopyProgress['step'] | undefined;
  private current: Progress | undefined;

  reach({ step, done }: CopyProgress): void {
    if (step !== this.step) {
      this.end();
      this.step = step;
      this.current = new Progress({ label: LABELS[step] });
    }
    this.current?.reach(done);
  }

  end(): void {
    this.current?.end();
  }
}

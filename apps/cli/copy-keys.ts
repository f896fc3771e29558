import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyPersons } from '../../libs/access/directory-copy.js';
import { copyKeys, withoutKey } from '../../libs/privacy/key-copy.js';
import type { Configuration } from '../api/configuration.js';
import { openSecrets, type Secrets } from '../api/node/data-folder.js';
import { openKeys, type Keys } from '../api/node/open-keys.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { CliSettings } from './settings.js';

/** Where the keys of sealed texts and the persons are: in a folder, or in PostgreSQL. */
export interface KeyPlace {
  readonly folder: string;
  readonly where: Configuration['keys'];
}

/** What belongs to a ledger and is not in its log: without it, its personal texts and its people are lost. */
export interface Belongings extends KeyPlace {
  readonly secretsFolder: string;
}

/**
 * Of the ledger that is moved: what is in a folder that holds a log is that log's; everything else is where the configuration says.
 * @throws CliFailure when its secrets are not there: new ones would be another ledger's
 */
export function belongingsIn(folder: string, { server }: CliSettings, holdsLog: boolean): Belongings & { readonly secrets: Secrets } {
  const inFolder = (name: string) => holdsLog && existsSync(join(folder, name));
  const where = inFolder('keys.db') ? ({ kind: 'files' } as const) : server.keys;
  const secretsIn = inFolder('secrets.json') ? ({ kind: 'files' } as const) : server.secrets;
  const secretsFolder = secretsIn.kind === 'files' ? folder : secretsIn.folder;
  if (!existsSync(join(secretsFolder, 'secrets.json')))
    throw new CliFailure(
      EXIT.usage,
      'NO_SECRETS',
      `the ledger's secrets.json is not in ${secretsFolder}; name its data folder with --data-dir, or set CONVENANT_SECRETS as its nodes do.`,
    );
  return { folder, where, secretsFolder, secrets: openSecrets(folder, secretsIn) };
}

/** @throws CliFailure when it is neither; what was given may hold a password and is not repeated */
export function keysOption(text: string): Configuration['keys'] {
  if (text === 'files') return { kind: 'files' };
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text };
  throw new CliFailure(EXIT.usage, 'UNKNOWN_KEYS', '--keys-to must be files or postgres://….');
}

export interface CopiedKeys {
  readonly keys: number;
  readonly persons: number;
}

/** What is in the target already stays, and must be the same. */
export async function copyKeysAndPersons(from: KeyPlace, to: KeyPlace, onProgress: (done: number) => void): Promise<CopiedKeys> {
  return withKeys(from, (source) =>
    withKeys(to, async (target) => ({
      keys: await copyKeys(source.keys, target.keys, onProgress),
      persons: await copyPersons(source.directory, target.directory),
    })),
  );
}

/** How many of these subjects nobody can read any more. */
export async function subjectsWithoutKey(subjects: ReadonlySet<string>, place: KeyPlace): Promise<number> {
  return withKeys(place, async ({ keys }) => (await withoutKey([...subjects], keys)).length);
}

async function withKeys<Answer>({ folder, where }: KeyPlace, work: (keys: Keys) => Promise<Answer>): Promise<Answer> {
  const opened = await openKeys(folder, where);
  try {
    return await work(opened);
  } finally {
    await opened.keys.close();
    await opened.directory.close();
  }
}

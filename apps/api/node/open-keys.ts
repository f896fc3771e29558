import type { Directory } from '../../../libs/access/directory.js';
import { FileDirectory } from '../../../libs/access/file-directory.js';
import type { KeyRing } from '../../../libs/ledger/sealing.js';
import { FileKeyRing } from '../../../libs/privacy/file-key-ring.js';
import type { KeyStore } from '../../../libs/privacy/key-copy.js';
import type { Configuration } from '../configuration.js';

export interface Keys {
  readonly keys: KeyRing & KeyStore & { close(): void | Promise<void> };
  readonly directory: Directory;
  /** Rejects while the keys cannot be had: then no sealed text is recorded or shown. */
  checkKeys(): Promise<void>;
}

/** The keys of sealed texts and the directory of persons: in the ledger's own folder, which is there, or where all nodes have them. */
export async function openKeys(folder: string, where: Configuration['keys']): Promise<Keys> {
  const directory = await openDirectory(folder, where);
  if (where.kind === 'files') return { keys: new FileKeyRing(folder), directory, checkKeys: async () => undefined };
  const { PostgresKeyRing } = await import('../../../libs/privacy/postgres-key-ring.js');
  const keys = new PostgresKeyRing(where.url);
  return { keys, directory, checkKeys: () => keys.check() };
}

export async function openDirectory(folder: string, where: Configuration['keys']): Promise<Directory> {
  if (where.kind === 'files') return new FileDirectory(folder);
  const { PostgresDirectory } = await import('../../../libs/access/postgres-directory.js');
  return new PostgresDirectory(where.url);
}

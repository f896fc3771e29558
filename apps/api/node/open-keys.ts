import type { Directory } from '../../../libs/access/directory.js';
import { FileDirectory } from '../../../libs/access/file-directory.js';
import { PostgresDirectory } from '../../../libs/access/postgres-directory.js';
import type { KeyRing } from '../../../libs/ledger/sealing.js';
import { FileKeyRing } from '../../../libs/privacy/file-key-ring.js';
import type { KeyStore } from '../../../libs/privacy/key-copy.js';
import { PostgresKeyRing } from '../../../libs/privacy/postgres-key-ring.js';
import type { Configuration } from '../configuration.js';

export interface Keys {
  readonly keys: KeyRing & KeyStore & { close(): void | Promise<void> };
  readonly directory: Directory;
  /** Rejects while the keys cannot be had: then no sealed text is recorded or shown. */
  checkKeys(): Promise<void>;
}

/** The keys of sealed texts and the directory of persons: in the ledger's own folder, which is there, or where all nodes have them. */
export function openKeys(folder: string, where: Configuration['keys']): Keys {
  const directory = openDirectory(folder, where);
  if (where.kind === 'files') return { keys: new FileKeyRing(folder), directory, checkKeys: async () => undefined };
  const keys = new PostgresKeyRing(where.url);
  return { keys, directory, checkKeys: () => keys.check() };
}

export function openDirectory(folder: string, where: Configuration['keys']): Directory {
  return where.kind === 'files' ? new FileDirectory(folder) : new PostgresDirectory(where.url);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreDurableContract } from '../contract/durable.contract.js';
import { eventStorePortContract } from '../contract/port.contract.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

eventStorePortContract('SqliteEventStore', {
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'convenant-log-'));
    const store = await openSqliteEventStore({ folder });
    const close = async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    };
    return { store, close };
  },
});

await eventStoreDurableContract('SqliteEventStore', {
  opener: new URL('./sqlite.opener.js', import.meta.url).href,
  file: 'log.db',
  syncedFile: 'log.db-wal',
});

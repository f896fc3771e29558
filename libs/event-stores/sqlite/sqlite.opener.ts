import type { DurableOpener } from '../contract/durable-process.js';
import { openSqliteEventStore } from './sqlite-event-store.js';
import { openSqliteReader } from './sqlite-reader.js';

/** How the durable contract opens this store, in its own process and in others. */
export const openWriter: DurableOpener['openWriter'] = (folder) => openSqliteEventStore({ folder });
export const openReader: DurableOpener['openReader'] = (folder) => openSqliteReader({ folder, pollMs: 20 });

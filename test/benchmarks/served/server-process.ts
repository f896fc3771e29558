import { randomUUID } from 'node:crypto';
import { readConfiguration } from '../../../apps/api/configuration.js';
import { ADMINISTRATOR } from '../../../apps/api/node/ledger-node.js';
import type { SqliteEventStore } from '../../../libs/event-stores/sqlite/sqlite-event-store.js';
import { startServer } from '../../../apps/api/server.js';
import { residentMemory } from '../measuring/resident-memory.js';
import { noOpProviders } from './no-op.js';
import type { ServerAnswer, ServerQuestion } from './server.js';

/** The product's own server with the benchmark's no-op mutation, in a process of its own. */
const HOUR_SECONDS = 3_600;

const answer = (message: ServerAnswer) => process.send?.(message);
const api = await startServer(readConfiguration(process.env), { extraResolvers: noOpProviders });
while (!api.node.views.status().ready) await new Promise((resolve) => setTimeout(resolve, 5));

process.on('message', (question: ServerQuestion) => {
  if (question === 'usage') {
    answer({ kind: 'usage', ...residentMemory(), ...(api.node.store as SqliteEventStore).stats() });
  } else {
    void api.close().then(() => process.disconnect());
  }
});

const administrator = await api.node.tokens.issue({ ...ADMINISTRATOR, person: randomUUID() }, HOUR_SECONDS);
answer({ kind: 'serves', url: api.url, administrator });

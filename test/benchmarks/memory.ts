import { join } from 'node:path';
import { Chance } from './history/chance.js';
import { QUESTIONS } from './as-of/questions.js';
import { establishPost, registerParty } from './durable-mutations.js';
import { graphqlRequest } from './load/http-client.js';
import { LoadGenerator } from './load/load.js';
import { count, megabytes } from './measuring/words.js';
import type { Figure, Part } from './measuring/part.js';
import { ServedLedger } from './served/server.js';

const LOAD_MS = 8_000;
const CLIENTS = 32;
const ROUNDS_OF_QUESTIONS = 30;

/** What the server's process holds in memory: idle, after recording under load, and on a long ledger that is read. */
export const memory: Part = {
  name: 'memory',
  title: "Memory of the server's process itself, pages of mapped files beside it",
  async run({ scratch, ledgers, events, progress }) {
    const figures: Figure[] = [];
    const note = async (name: string, server: ServedLedger, detail: string) => {
      const { ownBytes, mappedBytes } = await server.usage();
      figures.push({ name, value: megabytes(ownBytes), detail: `${detail}; ${megabytes(mappedBytes)} of mapped files` });
    };
    const empty = await ServedLedger.start({ dataDir: join(scratch, 'memory'), demo: 'empty' });
    const load = new LoadGenerator();
    try {
      await note('idle', empty, 'an empty demo ledger');
      progress(`${CLIENTS} clients record`);
      const request = graphqlRequest(establishPost('establishPost', 'Recorded', await registerParty(empty)), empty.administrator);
      const { perSecond } = await load.run({ url: empty.url, request, expected: '"revision":0', clients: CLIENTS, durationMs: LOAD_MS });
      await note('after load', empty, `${count(Math.round((perSecond * LOAD_MS) / 1_000))} mutations by ${CLIENTS} clients`);
    } finally {
      load.close();
      await empty.close();
    }
    const { dataDir, world } = await ledgers.of(events);
    const long = await ServedLedger.start({ dataDir, demo: 'off' });
    try {
      await note(`on ${count(events)} events, started`, long, 'views built before');
      progress('questions to the long ledger');
      const chance = new Chance(1);
      for (let round = 0; round < ROUNDS_OF_QUESTIONS; round += 1) {
        for (const question of QUESTIONS) {
          const { query, variables } = question.ask(chance, world, round % 10 === 0);
          await long.ask(query, variables);
        }
      }
      await note(`on ${count(events)} events, read`, long, `${ROUNDS_OF_QUESTIONS * QUESTIONS.length} questions`);
    } finally {
      await long.close();
    }
    return figures;
  },
};

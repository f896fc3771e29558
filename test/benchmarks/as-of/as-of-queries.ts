import { Chance } from '../history/chance.js';
import type { BuiltLedger } from '../ledgers/built-ledger.js';
import { graphqlRequest, HttpClient } from '../load/http-client.js';
import { percentile } from '../measuring/samples.js';
import { count } from '../measuring/words.js';
import type { Figure, Part } from '../measuring/part.js';
import { ServedLedger } from '../served/server.js';
import { QUESTIONS, type Question } from './questions.js';

const ASKED = 150;
const ASKED_WITH_TOTAL = 60;
const UNTIMED = 20;
const SEED = 7;

/** Questions as of random moments on both axes, over HTTP, one after another, on ledgers of three sizes. */
export const asOfQueries: Part = {
  name: 'queries',
  title: 'Questions as of random moments on both time axes, over HTTP',
  async run({ ledgers, events, progress }) {
    const figures: Figure[] = [];
    for (const size of [events / 100, events / 10, events]) {
      const ledger = await ledgers.of(size);
      const server = await ServedLedger.start({ dataDir: ledger.dataDir, demo: 'off' });
      const client = await HttpClient.open(server.url);
      try {
        // Once without a clock: a server that has just started compiles its code while it answers.
        for (const question of QUESTIONS) await measure({ client, token: server.administrator, ledger, question, total: false });
        for (const question of QUESTIONS) {
          progress(`${question.name}, ${count(size)} events`);
          const plain = await measure({ client, token: server.administrator, ledger, question, total: false });
          const counted = question.counts
            ? await measure({ client, token: server.administrator, ledger, question, total: true })
            : undefined;
          figures.push(figureOf(question, size, plain, counted));
        }
      } finally {
        client.close();
        await server.close();
      }
    }
    return figures;
  },
};

interface Asking {
  readonly client: HttpClient;
  readonly token: string;
  readonly ledger: BuiltLedger;
  readonly question: Question;
  readonly total: boolean;
}

/** Milliseconds from request to answer. */
async function measure({ client, token, ledger, question, total }: Asking): Promise<number[]> {
  const chance = new Chance(SEED);
  const spent: number[] = [];
  for (let asked = 0; asked < UNTIMED + (total ? ASKED_WITH_TOTAL : ASKED); asked += 1) {
    const request = graphqlRequest(question.ask(chance, ledger.world, total), token);
    const start = performance.now();
    const { status, body } = await client.send(request);
    if (asked >= UNTIMED) spent.push(performance.now() - start);
    if (status !== 200 || body.includes('"errors"')) throw new Error(`${question.name}: ${status} ${body.slice(0, 500)}`);
  }
  return spent;
}

function figureOf({ name, goal }: Question, size: number, plain: readonly number[], counted: readonly number[] | undefined): Figure {
  const [p50, p95] = [percentile(plain, 50), percentile(plain, 95)];
  const total = counted && { p50: percentile(counted, 50), p95: percentile(counted, 95) };
  return {
    name: `${count(size)} events: ${name}`,
    value: `p95 ${p95.toFixed(1)} ms`,
    detail: `p50 ${p50.toFixed(1)} ms${total ? `; with totalCount p50 ${total.p50.toFixed(1)}, p95 ${total.p95.toFixed(1)} ms` : ''}`,
    goal: `≤ ${goal.plain} ms${total ? `, with totalCount ≤ ${goal.counted} ms` : ''}`,
    met: p95 <= goal.plain && (total === undefined || total.p95 <= goal.counted),
  };
}

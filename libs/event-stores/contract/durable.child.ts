import { appendFileSync, writeSync } from 'node:fs';
import type { AppendRequest } from '../../ledger/event-store.js';
import type { DurableOpener, Order, Reply } from './durable-process.js';
import { sampleEvent } from './samples.js';

/** A writing process to be killed, starved and watched: `durable.child.js <opener> <folder> <load | obey> [round]`. */
const [opener, folder, mode, round] = process.argv.slice(2) as [string, string, 'load' | 'obey', string?];
const { openWriter } = (await import(opener)) as DurableOpener;

if (mode === 'load') await load();
else await obey();

/** 32 writers, each on a stream of its own; one line on stdout for every acknowledgement. */
async function load(): Promise<void> {
  const store = await openWriter(folder);
  const writers = Array.from({ length: 32 }, async (_, writer) => {
    const stream = `sample-${round}-${writer}`;
    for (let expected = -1; ;) {
      const events = Array.from({ length: 1 + (writer % 3) }, () => sampleEvent(`{"writer":${writer},"text":"${'x'.repeat(200)}"}`));
      const { revision, position } = await store.append({ stream, kind: 'ledger', expected, events });
      events.forEach(({ id }, i) => say(`${stream} ${expected + 1 + i} ${id} ${position}\n`));
      expected = revision;
    }
  });
  await Promise.all(writers);
}

/** A full pipe is waited for: an acknowledgement that nobody heard would prove nothing. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** Appends what it is told to, and notes what it submits and acknowledges in the trace. */
async function obey(): Promise<void> {
  const store = await openWriter(folder).catch((error: Error) => {
    process.send!({ kind: 'refused', name: error.name, message: error.message } satisfies Reply);
    process.disconnect();
  });
  if (store === undefined) return;
  process.on('message', (order: Order) => {
    const work = order.kind === 'append' ? Promise.all(order.requests.map((request) => append(request))) : store.close().then(() => []);
    void work.then((outcomes) => {
      process.send!({ kind: 'did', outcomes, synchronous: store.stats?.().synchronous } satisfies Reply);
      if (order.kind === 'close') process.disconnect();
    });
  });
  process.send!({ kind: 'opened' } satisfies Reply);

  async function append(request: AppendRequest): Promise<string> {
    trace(`submit ${request.events[0]!.id}`);
    try {
      const { deduplicated } = await store!.append(request);
      trace(`ack ${request.events[0]!.id}`);
      return deduplicated ? 'found' : 'written';
    } catch (error) {
      return (error as Error).name;
    }
  }
}

function trace(line: string): void {
  if (process.env.TRACE_FILE !== undefined) appendFileSync(process.env.TRACE_FILE, `${line}\n`);
}

import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { BEGINNING } from '../../ledger/event-store.js';
import type { StorePosition } from '../../ledger/event-store.js';
import { forkWriter, killNine } from './durable-process.js';
import type { DurableCase } from './durable.contract.js';
import { appendTo, newStream, readEverything } from './samples.js';
import { scratchFolders } from './scratch-folder.js';

/** Some in every run; hundreds with CONVENANT_KILL_ROUNDS=500. */
const ROUNDS = Number(process.env.CONVENANT_KILL_ROUNDS ?? 20);

/** Kills a process with 32 writers at a random moment under load; answers the lines of what it had acknowledged. */
async function acknowledgedBeforeKill({ opener }: DurableCase, folder: string, round: number): Promise<string[]> {
  const child = forkWriter([opener, folder, 'load', String(round)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let output = '';
  const ended = new Promise((resolve) => child.stdout!.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`The writing process ended by itself (${code}).`)));
  });
  await sleep(Math.random() * 100);
  await killNine(child);
  await ended;
  // The last line may have been cut off by the kill.
  return output.split('\n').slice(0, -1);
}

export function killNineContract(durable: DurableCase): void {
  describe('after kill -9 under load', () => {
    const newFolder = scratchFolders();

    it(
      `holds every acknowledged event, without a hole, and lets the next writer in at once (${ROUNDS} rounds)`,
      async () => {
        const folder = newFolder();
        let start: StorePosition = BEGINNING;
        for (let round = 0; round < ROUNDS; round++) {
          const acknowledged = await acknowledgedBeforeKill(durable, folder, round);
          const store = await durable.openWriter(folder);
          const found = await readEverything(store, start);
          const lines = new Set(found.map(({ stream, revision, id }) => `${stream} ${revision} ${id}`));
          const lost = acknowledged.filter((line) => !lines.has(line.slice(0, line.lastIndexOf(' '))));
          expect(lost).toEqual([]);
          expect(acknowledged.length).toBeGreaterThan(0);
          for (const stream of new Set(found.map((event) => event.stream))) {
            const stored = await store.readStream(stream);
            expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, i) => i));
            // Appends are whole: the writers of these streams append one, two or three events at a time.
            expect(stored.length % (1 + (Number(stream.split('-')[2]) % 3))).toBe(0);
          }
          start = (await store.append(appendTo(newStream()))).position;
          await store.close();
        }
      },
      30_000 + ROUNDS * 2_000,
    );
  });
}

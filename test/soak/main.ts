import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { allEvents, Follower } from '../e2e/follower.js';
import { Cluster } from '../faults/cluster.js';
import { Load, readiness } from '../faults/load.js';
import { mishapsOf } from './mishaps.js';

/** How long something is wrong, and how long all is well after it, in milliseconds. */
const WRONG_MS = { least: 500, most: 4_000 };
const WELL_MS = 1_000;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error('npm run soak -- --minutes N');
  process.exit(1);
}

const began = performance.now();
const tell = (text: string) => console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${text}`);
const takeOvers: number[] = [];
const recoveries: number[] = [];

const cluster = await Cluster.start();
try {
  await Promise.all([cluster.node(), cluster.node(), cluster.node('api')]);
  tell('three nodes are ready: two that may project, and one that only serves');
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await cluster.remove();
}

/** @returns whether nothing was lost and nothing is there twice */
async function soak(): Promise<boolean> {
  const { nodes } = cluster;
  const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!;
  const auditor = await nodes[0]!.token({ role: 'auditor' });
  const load = new Load(() => any(nodes), await nodes[0]!.token({ role: 'registrar' }));
  const follower = new Follower(() => any(nodes), { token: auditor });
  const mishaps = mishapsOf(cluster);
  while (performance.now() - began < minutes * 60_000) {
    const mishap = any(mishaps);
    await mishap.begin();
    if (mishap.killed) takeOvers.push(await load.shownAt(nodes.find((node) => node !== mishap.killed)!));
    else await pause(WRONG_MS.least + Math.random() * (WRONG_MS.most - WRONG_MS.least));
    const over = performance.now();
    await mishap.end();
    await Promise.all(nodes.map((node) => readiness(node, 200).then(() => load.shownAt(node))));
    recoveries.push(performance.now() - over);
    tell(`${mishap.name}: well again ${Math.round(recoveries.at(-1)!)} ms after it was over; ${load.recorded} recorded`);
    await pause(WELL_MS);
  }
  await load.stop();
  tell('the clients have an answer to everything they sent; comparing');
  return compare(load, follower, auditor);
}

async function compare(load: Load, follower: Follower, auditor: string): Promise<boolean> {
  const acknowledged = load.sent.map(({ recorded }) => recorded!.events[0]!.id);
  const shown = await Promise.all(
    cluster.nodes.map(async (node) => {
      await node.caughtUp();
      return (await allEvents(node, auditor)).filter(({ type }) => type === 'PartyRegistered').map(({ id }) => id);
    }),
  );
  await follower.sees(acknowledged.at(-1)!);
  await pause(WELL_MS);
  await follower.stop();
  const followed = follower.seen.filter(({ type }) => type === 'PartyRegistered').map(({ id }) => id);
  const lost = [...shown, followed].map((ids) => acknowledged.filter(notIn(ids)).length);
  // A command that was recorded under another id, or one that nobody sent, is there once too often as well.
  const twice = [...shown, followed].map((ids) => ids.length - new Set(ids).size + [...new Set(ids)].filter(notIn(acknowledged)).length);
  const [lostInAll, twiceInAll] = [sum(lost), sum(twice)];
  console.table({
    'commands sent': load.sent.length,
    acknowledged: load.recorded,
    'found, at each node': shown.map((ids) => ids.length).join(', '),
    'seen by a follower that moved from node to node': followed.length,
    'lost, in all of these': lostInAll,
    'twice, in all of these': twiceInAll,
    'faults injected': recoveries.length,
    'clients told to come again': [...load.faults].map(([code, count]) => `${code} ${count}`).join(', '),
    'recovery once the fault is over, ms p50 / max': figures(recoveries),
    'take-over after kill -9, ms p50 / max': figures(takeOvers),
  });
  return lostInAll === 0 && twiceInAll === 0;
}

function notIn(ids: readonly string[]): (id: string) => boolean {
  const known = new Set(ids);
  return (id) => !known.has(id);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function figures(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((left, right) => left - right).map(Math.round);
  return sorted.length === 0 ? 'none' : `${sorted[Math.floor(sorted.length / 2)]} / ${sorted.at(-1)}`;
}

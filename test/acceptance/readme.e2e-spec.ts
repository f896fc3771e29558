import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from '../e2e/running-server.js';
import { ToldTown } from './told-town.js';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
/** A question or a move of the clock, and the answer that stands under it. */
const QUESTION =
  /```sh\n(?:TOKEN=\$\(npx convenant token --persona (?<persona>[a-z-]+)\) )?ask '(?<query>[^']+)'\n```\n\n```json\n(?<answer>.+?)```/gsu;
const MOVE = /```sh\ncurl \S+ http:\/\/127\.0\.0\.1:3000(?<path>\/demo\/clock) .+ -d '(?<body>[^']+)'\n```\n\n```json\n(?<answer>.+?)```/su;
/** Everything after it is asked of another ledger. */
const DEMO = README.slice(0, README.indexOf('## Your own ledger'));

/** Whatever can be pasted from the README into the demo answers what stands there, from top to bottom. */
describe('the README', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'on' });
  });
  afterAll(() => server.remove());

  it('asks as many questions as it answers', () => {
    expect([...DEMO.matchAll(QUESTION)]).toHaveLength([...DEMO.matchAll(/^(TOKEN=.+ )?ask '/gmu)].length);
  });

  it.each([...DEMO.matchAll(QUESTION)].map(({ groups }) => groups as { persona?: string; query: string; answer: string }))(
    '$query',
    async ({ persona = 'college', query, answer }) => {
      const { status: _, ...answered } = await server.graphql(query, {}, await new ToldTown(server).token(persona));
      expect(comparable(answered)).toEqual(comparable(JSON.parse(answer)));
    },
  );

  it('moves the clock', async () => {
    const { path, body, answer } = DEMO.match(MOVE)!.groups!;
    const { text } = await server.send(path!, { body: body! });
    expect(comparable(JSON.parse(text))).toEqual(comparable(JSON.parse(answer!)));
  });
});

/** Without what differs from run to run: positions, event ids and the time within a day. */
function comparable(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    if (key === 'position' || key === 'eventId') return key;
    return typeof value === 'string' ? value.replace(/T\d\d:\d\d:\d\d\.\d{3}Z$/u, '') : value;
  });
}

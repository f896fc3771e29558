import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '../../apps/api/configuration.js';
import type { RunningApi } from '../../apps/api/serve.js';
import { startServer } from '../../apps/api/server.js';
import type { AppendRequest } from '../../libs/ledger/event-store.js';
import type { Actor } from '../../libs/ledger/aggregate.js';
import { perAct, REASONS, type Rivierenoord, settle } from '../acceptance/rivierenoord.js';
import { post, postGraphql } from './http.js';

/** A server in this process, so that a test can come between reading and appending. */
describe('a decision whose mandate is revoked at the very moment it is taken', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'convenant-recheck-'));
  let api: RunningApi;
  let town: Rivierenoord;
  let mandate: string;

  beforeAll(async () => {
    api = await startServer(
      readConfiguration({ PORT: '0', CONVENANT_DATA_DIR: dataDir, CONVENANT_DEMO: 'empty', CONVENANT_LOG_LEVEL: 'silent' }),
    );
    town = await settle({ token: tokenFor, ask, moveClock });
    await town.cast.records('registrar', 'recordAttribution', {
      holderParty: town.college,
      powers: [{ code: 'subsidie-welzijn', legalBasis: ['ASV 3'] }],
      from: '2020-01-01',
    });
    mandate = await town.cast.records('college', 'grantMandate', {
      kind: 'MANDATE',
      body: town.college,
      holderPost: town.director,
      powers: [{ code: 'subsidie-welzijn' }],
      limits: [perAct(10_000_000)],
      from: '2025-01-06',
      instrument: { reference: 'gmb-2025-1', date: '2025-01-06' },
    });
  });
  afterAll(async () => {
    await api.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is stored as valid, and contested as soon as the ledger looks again', async () => {
    const contested = await propose();
    const undisturbed = await propose();
    revokeJustBefore('DecisionTaken');
    await take(contested);
    expect(await eventsOf(contested)).toContainEqual({ type: 'DecisionTaken' });
    for (let tries = 0; tries < 100 && (await eventsOf(contested)).length < 3; tries += 1) await pause(50);
    expect(await eventsOf(contested)).toEqual([
      { type: 'DecisionProposed' },
      { type: 'DecisionTaken' },
      { type: 'DecisionAuthorityContested' },
    ]);
    expect(await town.cast.does('director-social-domain', 'takeDecision', { decision: undisturbed, mandate, ...REASONS })).toMatchObject({
      ruleId: 'D3',
    });
  });

  /** The next append of a type waits until the mandate has been revoked as of today. */
  function revokeJustBefore(type: string): void {
    const { store } = api.node;
    const append = store.append.bind(store);
    let done = false;
    store.append = async (request: AppendRequest) => {
      if (!done && request.events.some((event) => event.type === type)) {
        done = true;
        await town.cast.records('college', 'revokeMandate', {
          mandate,
          from: '2025-01-06',
          instrument: { reference: 'gmb-2025-2', date: '2025-01-06' },
        });
      }
      return append(request);
    };
  }

  function propose(): Promise<string> {
    const about = {
      subject: 'Subsidie',
      nature: 'INDIVIDUAL_DECISION',
      power: 'subsidie-welzijn',
      body: town.college,
      beneficiary: town.welzijn,
    };
    return town.cast.records('director-social-domain', 'proposeDecision', { ...about, amountCents: 100_000 });
  }

  function take(decision: string): Promise<string> {
    return town.cast.records('director-social-domain', 'takeDecision', { decision, mandate, ...REASONS });
  }

  async function eventsOf(decision: string): Promise<object[]> {
    const query = `query ($stream: String!, $last: Position) { events(filter: { stream: $stream }, atLeast: $last) { nodes { type } } }`;
    await town.cast.introduce('auditor', null, 'auditor');
    return (await town.cast.asks<any>('auditor', query, { stream: `decision-${decision}` })).events.nodes;
  }

  function tokenFor({ person = randomUUID(), party = null, role }: Partial<Actor> & Pick<Actor, 'role'>): Promise<string> {
    return api.node.tokens.issue({ person, party, role }, 3_600);
  }

  async function ask<Data>(query: string, variables: object = {}, token?: string): Promise<Data> {
    const { data, errors } = await postGraphql<Data>(api.url, query, variables, token);
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data;
  }

  async function moveClock(to: string): Promise<string> {
    return (await post(`${api.url}/demo/clock`, { body: JSON.stringify({ to }) })).text;
  }
});

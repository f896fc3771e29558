import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { RegisterParty } from '../../../libs/collaboration/parties/party/party.commands.js';
import { registerParty } from '../../../libs/collaboration/parties/party/party.decider.js';
import { party } from '../../../libs/collaboration/parties/party/party.js';
import { bindCommand } from '../../../libs/collaboration/registration/bind-command.js';
import { nameId, subjectIdOf } from '../../../libs/ledger/ids.js';
import { Reservations } from '../../../libs/ledger/reservations.js';
import { ADMINISTRATOR, LedgerNode } from './ledger-node.js';
import type { StoreSettings } from './open-stores.js';
import { startRecovery } from './recovery.js';

const EMBEDDED: StoreSettings = {
  eventStore: { kind: 'sqlite' },
  views: { kind: 'sqlite' },
  readers: 1,
  role: 'all',
  secrets: { kind: 'files' },
  keys: { kind: 'files' },
};

const KVK = '90000033';
const POOL = `claim-kvk-${KVK}`;
const COMMAND = nameId('6f0c9d6e-3c7b-5a55-9c1e-0d6d2b7f6a01', 'a registration that went silent');
const OWNER = `party-${subjectIdOf(COMMAND)}`;

describe('what a process left between reserving and recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convenant-recovery-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is given back by the next one, once, although another owner cannot be settled; the number is free for others', async () => {
    await onLedger(async ({ store, clock }) => {
      const reservations = new Reservations(store, clock);
      const left = (pool: string, owner: string) =>
        reservations.reserve(pool, { reservation: nameId(COMMAND, pool), owner, commandId: COMMAND, amount: 1, capacity: 1 });
      await left('claim-kvk-90000041', 'nobody-knows-this-aggregate');
      await left(POOL, OWNER);
    });
    for (let restart = 0; restart < 2; restart += 1) {
      await onLedger(async (node) => {
        const stop = startRecovery(node, pino({ level: 'silent' }));
        await until(async () => (await abandoned(node)) > 0);
        await stop();
        expect(await abandoned(node)).toBe(1);
      });
    }
    await onLedger(async (node) => {
      const input = { name: 'Een ander', kind: 'BUSINESS', from: '2025-01-01', identifiers: [{ scheme: 'KVK', value: KVK }] };
      const commandId = nameId(COMMAND, 'another');
      const outcome = await node.ledger.execute({
        type: 'RegisterParty',
        aggregate: party,
        rule: registerParty,
        command: bindCommand(RegisterParty, { ...input, commandId }),
        commandId,
        actor: ADMINISTRATOR,
        actingFor: null,
      });
      expect(outcome.kind).toBe('recorded');
    });
  });

  async function onLedger(work: (node: LedgerNode) => Promise<void>): Promise<void> {
    const node = await LedgerNode.open({ folder, kind: 'real', stores: EMBEDDED });
    try {
      await work(node);
    } finally {
      await node.close();
    }
  }

  async function abandoned({ store }: LedgerNode): Promise<number> {
    return (await store.readStream(OWNER)).filter(({ json }) => (JSON.parse(json) as { type: string }).type === 'AttemptAbandoned').length;
  }
});

/** What happens in the background is waited for; the test's own limit is what ends it when it never comes. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

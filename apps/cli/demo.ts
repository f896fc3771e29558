import { renameSync, rmSync } from 'node:fs';
import { takeWriterLock } from '../../libs/event-stores/sqlite/writer-lock.js';
import { holdsLog, withLog } from './client/ledger-folder.js';
import { runningServer, withSession } from './client/session.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import type { CliSettings } from './settings.js';

interface Told {
  readonly ledgerStatus: { readonly events: number; readonly now: string; readonly ledgerId: string };
}

/** Takes the demo ledger away, with its keys, persons and clock, and tells the story to a new one. A real ledger is never touched. */
export async function tellDemoAnew(settings: CliSettings, { yes }: { readonly yes: boolean }): Promise<Outcome> {
  const { folder, server } = settings;
  if (server.demo === 'off')
    throw new CliFailure(EXIT.usage, 'REAL_LEDGER', 'a real ledger is never told anew; for the demo ledger give --ledger demo.');
  const startedAt = performance.now();
  if (server.eventStore.kind !== 'sqlite' || server.views.kind !== 'sqlite')
    throw new CliFailure(
      EXIT.usage,
      'SHARED_STORES',
      'only a demo ledger that is whole in its folder can be told anew; give the demo an empty store of its own instead (CONVENANT_EVENT_STORE, CONVENANT_VIEWS).',
    );
  if (holdsLog(folder)) await takeAway(settings, yes);
  const asStory: CliSettings = { ...settings, server: { ...server, demo: 'on' } };
  const { ledgerStatus } = await withSession(asStory, ({ client }) => client.ask<Told>('{ ledgerStatus { events now ledgerId } }'));
  const { events, now, ledgerId } = ledgerStatus;
  const seconds = Number(((performance.now() - startedAt) / 1_000).toFixed(1));
  return {
    exitCode: EXIT.done,
    lines: [
      `The demo ledger in ${folder} was told its story anew: ${events} events in ${seconds} s. Its clock stands at ${now.slice(0, 10)}.`,
      'It is another ledger: take new tokens. Next: npm start',
    ],
    json: { folder, ledgerId, events, now, seconds },
  };
}

/** @throws CliFailure while somebody uses it, when it is no demo, or when nobody said yes; then nothing has changed */
async function takeAway(settings: CliSettings, yes: boolean): Promise<void> {
  const { folder } = settings;
  if ((await withLog(settings, async (_, { kind }) => kind)) !== 'demo')
    throw new CliFailure(EXIT.usage, 'REAL_LEDGER', `${folder} holds a real ledger, which is never told anew.`);
  const running = await runningServer(folder);
  if (running)
    throw new CliFailure(
      EXIT.unavailable,
      'SERVER_RUNNING',
      `a server runs on ${folder} (process ${running.pid}); stop it first, with Ctrl-C or: kill ${running.pid}`,
    );
  if (!yes)
    throw new CliFailure(
      EXIT.usage,
      'NOT_CONFIRMED',
      `${folder} holds a demo ledger; whatever was recorded in it besides the story would be gone. Give --yes if that is what you want.`,
    );
  const lock = takeWriterLock(folder);
  const gone = `${folder}.gone`;
  try {
    // Away in one step: a ledger of which half the files are left is worse than none.
    rmSync(gone, { recursive: true, force: true });
    renameSync(folder, gone);
  } finally {
    lock.release();
  }
  rmSync(gone, { recursive: true, force: true });
}

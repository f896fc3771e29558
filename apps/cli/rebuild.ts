import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerClient } from './client/ledger-client.js';
import { withSession } from './client/session.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';

const LOOK_EVERY_MS = 500;

interface BuildProgress {
  readonly done?: number;
  readonly total?: number;
}

/** Builds the views anew from the log, beside the ones that serve, then swaps. Nothing is recorded or sent again. */
export async function rebuildViews(settings: CliSettings): Promise<Outcome> {
  const startedAt = performance.now();
  return withSession(settings, async ({ client, through }) => {
    const rebuilt = client.administer('/administration/rebuild');
    const { status, body } = await showProgress(client, rebuilt);
    if (status !== 200)
      throw new CliFailure(
        EXIT.unavailable,
        'REBUILD_FAILED',
        `the views were not rebuilt (${reasonIn(body)}); the old ones serve on. See the server's log.`,
      );
    const { head } = body as { head: { seq: number } };
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    return {
      exitCode: EXIT.done,
      lines: [`The views were rebuilt from ${head.seq} events in ${seconds} s (${through}).`],
      json: { head, through, seconds: Number(seconds) },
    };
  });
}

async function showProgress<Answer>(client: LedgerClient, rebuilt: Promise<Answer>): Promise<Answer> {
  const progress = new Progress({ label: 'events projected' });
  const ended = new AbortController();
  const watch = (async () => {
    while (!ended.signal.aborted) {
      await pause(LOOK_EVERY_MS, undefined, { signal: ended.signal });
      const { progress: build } = (await client.readiness()).body as { progress?: BuildProgress };
      progress.reach(build?.done ?? 0, build?.total);
    }
  })().catch(() => {
    // Progress is a courtesy: the rebuild itself says whether it succeeded.
  });
  try {
    return await rebuilt;
  } finally {
    ended.abort();
    await watch;
    progress.end();
  }
}

function reasonIn(body: unknown): string {
  const { message } = body as { message?: unknown };
  return typeof message === 'string' ? message : 'no reason given';
}

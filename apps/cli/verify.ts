import { projections } from '../../libs/collaboration/projections.js';
import { Registry } from '../../libs/ledger/registry.js';
import { withLog } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';
import { checkLog } from './verify-log.js';

/** Checks what is stored, beside the server and without touching anything. */
export async function verify({ folder }: CliSettings): Promise<Outcome> {
  const progress = new Progress({ label: 'events checked' });
  const { events, streams, findings } = await withLog(folder, (log) =>
    checkLog({
      log,
      registry: new Registry(projections.map(({ aggregate }) => aggregate)),
      onChecked: (checked) => progress.advance(checked),
    }),
  ).finally(() => progress.end());
  const checked = `${events} events in ${streams} streams checked`;
  return {
    exitCode: findings.length === 0 ? EXIT.done : EXIT.findings,
    lines: [
      ...findings.map(({ code, message }) => `${code}: ${message}`),
      `${checked}: ${findings.length === 0 ? 'nothing is wrong' : `${findings.length} findings`}`,
    ],
    json: { events, streams, findings },
  };
}

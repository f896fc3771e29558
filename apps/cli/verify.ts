import { projections } from '../../libs/collaboration/projections.js';
import type { Finding } from '../../libs/views/verification.js';
import { verifyLedger, type VerifyProgress, type VerifyReport } from '../../libs/views/verify-ledger.js';
import { inspectLog, openServedRows } from '../api/node/open-stores.js';
import { requireLog } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';

/** A damaged ledger may have thousands; these tell a person where to look, and `--json` gives more. */
const SHOWN_FINDINGS = 50;
const LABELS = {
  log: 'events checked',
  projection: 'events projected again',
  views: 'rows of the views compared',
} as const satisfies Record<VerifyProgress['step'], string>;

/** Checks what is stored, wherever it is, beside the servers and without touching anything. */
export async function verify(settings: CliSettings): Promise<Outcome> {
  const report = await reportOn(settings);
  // A wrong prefix must not look like a sound ledger.
  if (report.events === 0 && report.total === 0)
    throw new CliFailure(
      EXIT.unavailable,
      'NO_LEDGER',
      'there are no events of a ledger there; check CONVENANT_EVENT_STORE and CONVENANT_EVENT_STORE_PREFIX, or --data-dir.',
    );
  const { events, rows, viewsPosition, findings, total } = report;
  const views = viewsPosition === undefined ? 'no views of this version to compare' : `${rows} rows of the views compared`;
  const hidden = total > SHOWN_FINDINGS ? [`… and ${total - SHOWN_FINDINGS} more`] : [];
  return {
    exitCode: total === 0 ? EXIT.done : EXIT.findings,
    lines: [
      ...findings.slice(0, SHOWN_FINDINGS).map(findingText),
      ...hidden,
      `${events} events checked, ${views}: ${total === 0 ? 'nothing is wrong' : `${total} findings. Keep the stores as they are, and compare with a copy of them.`}`,
    ],
    json: { events, rows, viewsCompared: viewsPosition !== undefined, total, findings },
  };
}

async function reportOn({ folder, server: { eventStore, views } }: CliSettings): Promise<VerifyReport> {
  if (eventStore.kind === 'sqlite') requireLog(folder);
  const progress = new StepProgress();
  const served = await openServedRows(folder, views);
  try {
    const openLog = (onDamage: (message: string) => void) => inspectLog(folder, eventStore, onDamage);
    return await verifyLedger({ openLog, served, projections, onProgress: (at) => progress.reach(at) });
  } finally {
    progress.end();
    await served?.close();
  }
}

function findingText({ check, message, position, eventId, table, row }: Finding): string {
  const places = [
    ...(position === undefined ? [] : [`position ${position}`]),
    ...(eventId === undefined ? [] : [`event ${eventId}`]),
    ...(table === undefined ? [] : [`table ${table}`]),
    ...(row === undefined ? [] : [`row ${row}`]),
  ];
  return `${check}${places.length === 0 ? '' : ` (${places.join(', ')})`}: ${message}`;
}

/** Each step counts for itself. */
class StepProgress {
  private step: VerifyProgress['step'] | undefined;
  private current: Progress | undefined;

  reach({ step, done, total }: VerifyProgress): void {
    if (step !== this.step) {
      this.end();
      this.step = step;
      this.current = new Progress({ label: LABELS[step] });
    }
    this.current?.reach(done, total);
  }

  end(): void {
    this.current?.end();
  }
}

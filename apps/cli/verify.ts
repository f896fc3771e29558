import { projections } from '../../libs/collaboration/projections.js';
import type { Finding } from '../../libs/views/verification.js';
import { verifyLedger, type VerifyProgress } from '../../libs/views/sqlite/verify-ledger.js';
import { requireLedger } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';

/** A damaged ledger may have thousands; these tell a person where to look, and `--json` gives more. */
const SHOWN_FINDINGS = 50;
const LABELS = {
  log: 'events checked',
  projection: 'events projected again',
  views: 'events whose views were compared',
} as const satisfies Record<VerifyProgress['step'], string>;

/** Checks what is stored, beside the server and without touching anything. */
export async function verify({ folder }: CliSettings): Promise<Outcome> {
  requireLedger(folder);
  const progress = new StepProgress();
  const report = await verifyLedger({ folder, projections, onProgress: (at) => progress.reach(at) }).finally(() => progress.end());
  const { events, rows, viewsPosition, findings, total } = report;
  const views = viewsPosition === undefined ? 'no views of this version to compare' : `${rows} rows of the views compared`;
  const hidden = total > SHOWN_FINDINGS ? [`… and ${total - SHOWN_FINDINGS} more`] : [];
  return {
    exitCode: total === 0 ? EXIT.done : EXIT.findings,
    lines: [
      ...findings.slice(0, SHOWN_FINDINGS).map(findingText),
      ...hidden,
      `${events} events checked, ${views}: ${total === 0 ? 'nothing is wrong' : `${total} findings. Keep the folder as it is, and compare with a copy of it.`}`,
    ],
    json: { events, rows, viewsCompared: viewsPosition !== undefined, total, findings },
  };
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
      this.current = new Progress({ label: LABELS[step], total });
    }
    this.current?.reach(done);
  }

  end(): void {
    this.current?.end();
  }
}

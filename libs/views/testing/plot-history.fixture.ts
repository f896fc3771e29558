import fc from 'fast-check';
import type { PlotLog } from './plot.fixture.js';
import { type PlotDraft } from './plot.fixture.js';

const days = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}-01`);
const day = fc.constantFrom(...days);

/** Anything that may be recorded about four plots, in any order; a plot's first event opens it. */
const step = fc.record({
  plot: fc.constantFrom('a', 'b', 'c', 'd'),
  draft: fc.oneof(
    fc
      .record({ name: fc.constantFrom('Akker', 'Bos', 'akker', null), kind: fc.constantFrom('field', 'wood') })
      .map((data): PlotDraft => ({ type: 'PlotOpened', data })),
    fc
      .record({ from: day, to: fc.oneof(day, fc.constantFrom('open', 'untilNextChange')), use: fc.constantFrom('wheat', 'rye', 'rest') })
      .map((data): PlotDraft => ({ type: 'PlotUsed', data })),
    fc.subarray(['p1', 'p2', 'p3'], { minLength: 1 }).map((parties): PlotDraft => ({ type: 'PlotHidden', data: { parties } })),
  ),
});

export const history = fc.array(step, { minLength: 1, maxLength: 40 });
export const anyDay = fc.oneof(day, fc.constantFrom('2024-06-01', '2025-06-15', '2030-01-01'));

export async function record(log: PlotLog, steps: readonly { plot: string; draft: PlotDraft }[]): Promise<void> {
  for (const { plot, draft } of steps) await log.add(plot, draft);
}

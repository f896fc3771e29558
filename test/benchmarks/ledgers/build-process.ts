import { openSqliteViews } from '../../../libs/views/sqlite/sqlite-views.js';

/** Builds the views of the log in a folder, as the server does when it has none. */
export interface BuildDone {
  readonly seconds: number;
  readonly peakBytes: number;
}

const [, , folder] = process.argv;
const start = performance.now();
const views = await openSqliteViews({
  folder: folder as string,
  projectionsUrl: new URL('../../../libs/collaboration/projections.js', import.meta.url),
});
while (!views.status().ready) {
  const { failure } = views.status();
  if (failure !== undefined) throw new Error(failure);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
const seconds = (performance.now() - start) / 1_000;
const { failure } = views.status();
await views.close();
if (failure !== undefined) throw new Error(failure);
process.send?.({ seconds, peakBytes: process.resourceUsage().maxRSS * 1_024 } satisfies BuildDone);
process.disconnect?.();

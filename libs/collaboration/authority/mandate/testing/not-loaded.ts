import type { LoadedStreams } from '../../../../ledger/aggregate.js';

/** Nothing was loaded besides what a test passes itself. */
export const NOT_LOADED: LoadedStreams = {
  of: ({ initial }) => ({ exists: false, state: initial, revision: -1, pin: undefined }),
  found: () => [],
};

import { durableMutations } from './durable-mutations.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
const scratch = mkdtempSync(join(tmpdir(), 'convenant-benchmark-'));
try { console.table(await durableMutations.run({ scratch, events: 0, progress: (s) => console.error(s) })); } finally { rmSync(scratch, { recursive: true }); }

import { answerFolding } from './answer-folding.js';

/** Folds rows for a build, a batch at a time, as they are asked for. */
await answerFolding((rows) => ({ rows }));

import { answerFolding } from '../by-stream/answer-folding.js';
import { copiesOf } from './copy-rows.js';
import type { FoldedCopies } from './stream-fill.js';

/** Folds rows for a build, a batch at a time as they are asked for, and writes them as COPY takes them. */
await answerFolding<FoldedCopies>(({ stream, events, ...rows }, shapes) => {
  const copies = copiesOf(rows, new Map(shapes.map((shape) => [shape.name, shape]))).map(({ statement, text }) => ({
    statement,
    // A buffer of its own, that can be given away.
    text: new TextEncoder().encode(text),
  }));
  return { rows: { stream, events, copies }, given: copies.map(({ text }) => text.buffer) };
});

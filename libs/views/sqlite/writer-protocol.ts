import type { TableShape } from '../bitemporal.js';
import type { FlatBatch } from './flat-batch.js';

export interface ViewWriterSetup {
  readonly file: string;
  readonly shapes: readonly TableShape[];
}

export type ViewWriterRequest = { readonly kind: 'write'; readonly batch: FlatBatch } | { readonly kind: 'stop' };

/** One per batch, in order; after a failure nothing more is written. */
export type ViewWriterReply = { readonly kind: 'written' } | { readonly kind: 'failed'; readonly message: string };

import type { LogLocation } from '../../event-stores/log-location.js';
import type { ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import type { BuildProgress } from '../served-read-models.js';

export interface ProjectorSetup {
  readonly log: LogLocation;
  /** The views database to write. */
  readonly file: string;
  /** Module that exports `projections: readonly Projection[]`. */
  readonly projectionsUrl: string;
}

/** Where builds of either database say how far they are. */
export type { BuildProgress };

export type ProjectorRequest = { readonly kind: 'stop' };

export type ProjectorReport =
  | { readonly kind: 'progress'; readonly progress: BuildProgress }
  /** Built: reading may begin. */
  | { readonly kind: 'ready'; readonly head: ProjectedHead }
  | { readonly kind: 'head'; readonly head: ProjectedHead }
  | { readonly kind: 'failed'; readonly failure: ProjectionFailure }
  /** The log cannot be read just now; it tries again. */
  | { readonly kind: 'waiting'; readonly reason: string };

import type { ProjectionFailure } from './projector.js';
import type { ReadModels } from './read-models.js';
import type { ViewSnapshot } from './snapshot-queries.js';

export interface BuildProgress {
  /** Events projected, of how many in the log when the build began or last looked. */
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  /** What is being done: reading events, or adding indexes. */
  readonly step: 'events' | 'indexes';
}

export interface ViewsStatus {
  /** Questions are answered. */
  readonly ready: boolean;
  /** What keeps the views from following the log, in words for the operator. */
  readonly failure?: string;
  readonly failedEvent?: ProjectionFailure;
  /** Of a build under way, the first one or one beside the serving views. */
  readonly progress?: BuildProgress;
}

/** Views that follow a log by themselves, whichever database they live in. */
export interface ServedReadModels extends ReadModels {
  snapshot(): ViewSnapshot;
  status(): ViewsStatus;
  /** Builds the views anew beside the serving ones, then swaps. Asked again meanwhile, it is the same rebuild. */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}

/** A failure in words for the operator. */
export function sentenceOf({ type, eventId, position, projection, message, upgradeRequired }: ProjectionFailure): string {
  if (upgradeRequired) return `event ${eventId} at position ${position} needs a newer build: ${message}`;
  return `projecting stopped before ${type} ${eventId} at position ${position}: ${projection}: ${message}`;
}

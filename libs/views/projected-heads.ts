import { positionNumber } from './bitemporal.js';
import type { ProjectedHead } from './read-models.js';
import { BEGINNING } from '../ledger/event-store.js';

export const NOTHING_PROJECTED: ProjectedHead = { seq: 0, position: BEGINNING, knownTime: null };

/** How far the views are, and who waits for them to get further. */
export class ProjectedHeads {
  current: ProjectedHead | undefined;
  private readonly listeners = new Set<(head: ProjectedHead) => void>();
  private readonly waiting = new Set<() => void>();

  /** It never goes back: a new generation takes over at or beyond the one before. */
  reach(head: ProjectedHead): void {
    if (this.current && positionNumber(head.position) < positionNumber(this.current.position)) return;
    this.current = head;
    for (const look of [...this.waiting]) look();
    for (const listener of [...this.listeners]) listener(head);
  }

  listen(listener: (head: ProjectedHead) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  waitFor(reached: (head: ProjectedHead) => boolean, timeoutMs: number): Promise<boolean> {
    if (this.current && reached(this.current)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (result: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(result);
      };
      const look = () => {
        if (this.current === undefined) done(false);
        else if (reached(this.current)) done(true);
      };
      const timer = setTimeout(() => done(false), timeoutMs);
      this.waiting.add(look);
    });
  }

  /** Nothing will come any more. */
  end(): void {
    this.current = undefined;
    for (const look of [...this.waiting]) look();
  }
}

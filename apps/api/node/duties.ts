import type { NodeViews } from './open-stores.js';

const LOOK_EVERY_MS = 500;

type Stop = () => Promise<void>;

/**
 * What one node of all does: firing clocks, looking again, recovering. It is the one that projects; another that takes over begins where the log
 * says it was, and what both did for a moment is harmless, as their commands have the same ids. Answers how to stop.
 */
export function startDuties(views: Pick<NodeViews, 'projects'>, begin: () => Stop): Stop {
  let end: Stop | undefined;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  const look = () => {
    turn = turn.then(async () => {
      if (views.projects && !stopped) end ??= begin();
      else {
        await end?.();
        end = undefined;
      }
    });
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return async () => {
    stopped = true;
    clearInterval(timer);
    look();
    await turn;
  };
}

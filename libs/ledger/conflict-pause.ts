const FIRST_MS = 2;
const LONGEST_MS = 100;

/**
 * Between attempts that met another writer. Other nodes are at work on the same stream, and after a change of leader what one reads may be
 * behind for a moment: without a pause all attempts would be used up in it, and without chance the nodes would meet again in step.
 */
export async function conflictPause(conflicts: number): Promise<void> {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** conflicts);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * step));
}

/** Where one process writes, a conflict is its own doing and over when it shows. */
export async function noPause(): Promise<void> {}

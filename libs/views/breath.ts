/** Lets everything else of this thread in between. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The middle of the values: on a machine that others use too, a mean tells more of them than of us. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that at least this percentage of the values does not exceed. */
export function percentile(values: readonly number[], percentage: number): number {
  const inOrder = [...values].sort((a, b) => a - b);
  const found = inOrder[Math.max(0, Math.ceil((percentage / 100) * inOrder.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

export interface Compared {
  readonly ours: number;
  readonly theirs: number;
  /** Median of the rounds' own ratios: each round compares two neighbours in time. */
  readonly ratio: number;
}

/** Rates of two sides, measured in turn, so that whatever else the machine does in a round falls on both. */
export async function compareRates(rounds: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<Compared> {
  const measured: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes by round: a machine that slows down or warms up favours neither.
    const first = round % 2 === 0 ? await ours() : await theirs();
    const second = round % 2 === 0 ? await theirs() : await ours();
    measured.push(round % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  return {
    ours: median(measured.map((round) => round.ours)),
    theirs: median(measured.map((round) => round.theirs)),
    ratio: median(measured.map((round) => round.ours / round.theirs)),
  };
}

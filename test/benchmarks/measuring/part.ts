import type { Ledgers } from '../ledgers/built-ledger.js';

/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What the value was made from. */
  readonly detail?: string;
  readonly goal?: string;
  readonly met?: boolean;
}

export interface PartContext {
  /** A folder of its own, removed afterwards. */
  readonly scratch: string;
  /** Events of the largest ledger. */
  readonly events: number;
  readonly ledgers: Ledgers;
  progress(step: string): void;
}

/** One subject of the benchmark, which can be run by itself with `--only NAME`. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** An environment variable without which it is left out: it names something that not everybody has. */
  readonly needs?: string;
  run(context: PartContext): Promise<Figure[]>;
}

import { StoreUnavailable } from './errors.js';

interface Line {
  tail: Promise<unknown>;
  waiting: number;
}

/** Runs work on one key in turn, and work on different keys at once, so that writers to one stream do not race each other. */
export class KeyedQueue {
  private readonly lines = new Map<string, Line>();

  /** @param limit how many may wait or work on one key */
  constructor(private readonly limit: number = Number.POSITIVE_INFINITY) {}

  /** @throws StoreUnavailable when too many wait for the key already */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
    if (line.waiting >= this.limit) throw new StoreUnavailable(`${this.limit} commands wait for ${key} already; try again`);
    this.lines.set(key, line);
    line.waiting += 1;
    const result = line.tail.then(work);
    line.tail = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(key);
    }
  }
}

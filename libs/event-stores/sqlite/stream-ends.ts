import type { AppendResult } from '../../ledger/event-store.js';

const KNOWN_STREAMS = 20_000;

/**
 * Where the streams this process appended to end. It is the only writer, so that nothing can have come after: whoever reads
 * forward from there, as every decision does, need not ask the file.
 */
export class StreamEnds {
  private readonly known = new Map<string, number>();

  isAt(stream: string, revision: number): boolean {
    return this.known.get(stream) === revision;
  }

  /** Keeps up with an append. One that failed may be in the log all the same, and a repeat says nothing about the end. */
  async follow(stream: string, append: Promise<AppendResult>): Promise<AppendResult> {
    try {
      const result = await append;
      if (result.deduplicated) this.known.delete(stream);
      else this.remember(stream, result.revision);
      return result;
    } catch (error) {
      this.known.delete(stream);
      throw error;
    }
  }

  private remember(stream: string, revision: number): void {
    this.known.delete(stream);
    this.known.set(stream, revision);
    if (this.known.size > KNOWN_STREAMS) this.known.delete(this.known.keys().next().value as string);
  }
}

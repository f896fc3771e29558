/**
 * `<prefix>.<stream>`: EventStoreDB's category projection cuts at the first hyphen, so that `convenant.mandate-…` falls under
 * `convenant.mandate`. A prefix holds no dot and no hyphen; so no prefix is the beginning of another system's.
 */
export class StreamNames {
  readonly own: string;
  /** Metadata of our streams: where retention and deletion are set. */
  readonly metadata: string;

  constructor(prefix: string) {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(prefix)) throw new RangeError(`A stream prefix is letters, digits and _; ${prefix} is not.`);
    this.own = `${prefix}.`;
    this.metadata = `$$${prefix}.`;
  }

  stored(stream: string): string {
    return this.own + stream;
  }

  logical(stored: string): string {
    return stored.slice(this.own.length);
  }
}

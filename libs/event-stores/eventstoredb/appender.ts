import { randomUUID } from 'node:crypto';
import { StoreUnavailable } from '../../ledger/errors.js';
import type { AppendRequest, AppendResult } from '../../ledger/event-store.js';
import { assertAppendable, conflictOf } from '../append-rules.js';
import { AppendStream } from './append-stream.js';
import type { ServerAnswer, ServerAppend } from './append-stream.js';
import { assertOpen } from './calls.js';
import { DamagedStream } from './grpc-faults.js';
import type { LogReader, ReaderOptions } from './log-reader.js';
import { persist } from './persistence.js';
import { metadataOf, positionOf } from './stored-event.js';

/** Ids of one append as the server knows them, and the appends they belong to. */
interface Attempt extends ServerAppend {
  readonly request: AppendRequest;
}

/**
 * The server gets ids of its own for every append we are asked for; our event ids stand in the metadata. To the server, a known id makes an append
 * a repeat: it answers success and drops the content. With ids nobody else has, success says that this very content was stored at exactly this
 * revision, without reading it back. Somebody's repeat shows as a wrong revision, and then the events that stand there are compared.
 */
export class Appender {
  private readonly stream: AppendStream;
  private readonly underWay = new Set<Promise<AppendResult>>();
  private bytesUnderWay = 0;

  constructor(
    private readonly options: ReaderOptions,
    private readonly reader: LogReader,
  ) {
    this.stream = new AppendStream(options.connection);
  }

  append(request: AppendRequest): Promise<AppendResult> {
    const bytes = request.events.reduce((sum, { json }) => sum + json.length, 0);
    this.assertRoom(bytes);
    const result = this.write(request);
    const done = () => {
      this.underWay.delete(result);
      this.bytesUnderWay -= bytes;
    };
    this.underWay.add(result);
    this.bytesUnderWay += bytes;
    result.then(done, done);
    return result;
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private assertRoom(bytes: number): void {
    const { appendsUnderWay, bytesUnderWay } = this.options.limits;
    if (this.underWay.size < appendsUnderWay && this.bytesUnderWay + bytes <= bytesUnderWay) return;
    throw new StoreUnavailable(`${this.underWay.size} appends wait for EventStoreDB: no more are taken.`);
  }

  private async write(request: AppendRequest): Promise<AppendResult> {
    const { limits, closed } = this.options;
    assertOpen(closed);
    assertAppendable(request);
    await this.assertDistinct(request);
    const attempt = this.attemptOf(request);
    const answer = await persist(limits, closed, () => this.stream.send(attempt, limits.callMs));
    return answer.kind === 'written' ? this.written(attempt, answer) : this.compared(attempt, answer.actual);
  }

  private attemptOf(request: AppendRequest): Attempt {
    const { stream, expected, kind, events } = request;
    return {
      request,
      stream: this.options.names.stored(stream),
      expected,
      events: events.map((event) => ({ id: randomUUID(), type: event.type, json: event.json, metadata: metadataOf(event, kind) })),
    };
  }

  /** The server would store an id twice within one append. */
  private async assertDistinct(request: AppendRequest): Promise<void> {
    const ids = request.events.map(({ id }) => id);
    const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
    if (repeated === undefined) return;
    const events = await this.reader.readStream(request.stream, 0);
    throw conflictOf(request, { actual: events.length - 1, usedId: repeated });
  }

  private async written(attempt: Attempt, answer: ServerAnswer & { kind: 'written' }): Promise<AppendResult> {
    const { expected, events, request } = attempt;
    const revision = expected + events.length;
    if (answer.revision !== revision) {
      throw new DamagedStream(attempt.stream, `the stream was deleted: what was to be revision ${revision} became ${answer.revision}`);
    }
    // Some answers to a repeat of our own hold no position.
    if (answer.position === undefined) return this.compared(attempt, revision);
    const position = positionOf(answer.position);
    this.reader.appended(position);
    return { revision: request.expected + events.length, position, deduplicated: false };
  }

  private async compared({ request }: Attempt, actual: number): Promise<AppendResult> {
    const { stream, expected, events } = request;
    if (actual < expected) throw conflictOf(request, { actual });
    const known = Math.min(events.length, actual - expected);
    const { limits, closed } = this.options;
    const there = await persist(limits, closed, async () => {
      const read = await this.reader.readStream(stream, expected + 1, events.length);
      if (read.length < known) throw new StoreUnavailable(`EventStoreDB does not show revision ${expected + known} of ${stream} yet.`);
      return read;
    });
    const same = there.length === events.length && events.every(({ id }, i) => id === there[i]?.id);
    if (!same) throw conflictOf(request, { actual: Math.max(actual, expected + there.length) });
    const { revision, position } = there.at(-1)!;
    return { revision, position, deduplicated: true };
  }
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { median, percentile } from '../measuring/samples.js';

export interface LoadOrder {
  readonly url: string;
  /** Bytes of one request, base64. Every request is the same. */
  readonly request: string;
  /** What every answer must hold: a server that refuses quickly is not fast. */
  readonly expected: string;
  readonly clients: number;
  readonly durationMs: number;
}

export type LoadDone =
  | { readonly kind: 'done'; readonly latenciesMs: readonly number[]; readonly seconds: number }
  | { readonly kind: 'failed'; readonly message: string };

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Clients that each send their next request when the answer to the one before is in. */
export class LoadGenerator {
  private readonly child: ChildProcess;

  constructor() {
    this.child = fork(new URL('./load-process.js', import.meta.url));
  }

  async run(order: Omit<LoadOrder, 'request'> & { request: Buffer }): Promise<LoadResult> {
    this.child.send({ ...order, request: order.request.toString('base64') } satisfies LoadOrder);
    const [done] = (await once(this.child, 'message')) as [LoadDone];
    if (done.kind === 'failed') throw new Error(`the server answered otherwise: ${done.message}`);
    const { latenciesMs, seconds } = done;
    return { perSecond: latenciesMs.length / seconds, p50Ms: median(latenciesMs), p95Ms: percentile(latenciesMs, 95) };
  }

  close(): void {
    this.child.disconnect();
  }
}

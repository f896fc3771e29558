import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../e2e/http.js';
import { send, type Recorded, type Refused } from '../e2e/operations.js';
import type { RunningServer } from '../e2e/running-server.js';

/** One command, sent until it is answered: what a careful client does. */
interface Sent {
  readonly commandId: string;
  readonly name: string;
  recorded?: Recorded;
}

/** Clients that register parties one after another, and send a command again until they have its answer. */
export class Load {
  readonly sent: Sent[] = [];
  /** Faults they were answered with on the way, by code; `line` where the connection broke. */
  readonly faults = new Map<string, number>();
  private stopping = false;
  private last: string | undefined;
  private readonly running: Promise<void>[];

  constructor(
    private readonly server: () => RunningServer,
    readonly token: string,
    private readonly clients = 8,
  ) {
    this.running = Array.from({ length: this.clients }, () => this.client());
  }

  get recorded(): number {
    return this.sent.filter(({ recorded }) => recorded).length;
  }

  /** Resolves when so many more were recorded. */
  async reaches(more: number): Promise<void> {
    const enough = this.recorded + more;
    while (this.recorded < enough) await pause(10);
  }

  /** How long, in milliseconds, until this node shows what was recorded from now on: by then somebody projects, whoever was killed. */
  async shownAt(server: RunningServer): Promise<number> {
    const began = performance.now();
    // As many as there are clients may have been recorded before, and be answered only now.
    await this.reaches(this.clients + 1);
    const question = 'query ($at: Position) { parties(first: 1, atLeast: $at) { nodes { id } } }';
    while (!(await server.graphql(question, { at: this.last }).catch(() => undefined))?.data) await pause(20);
    return Math.round(performance.now() - began);
  }

  /** Every command that was begun is recorded first. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  private async client(): Promise<void> {
    while (!this.stopping) {
      const one: Sent = { commandId: randomUUID(), name: `Partij ${this.sent.length}` };
      this.sent.push(one);
      while (!one.recorded) {
        const answer = await this.tried(one);
        if (answer === undefined) await pause(50);
        else {
          one.recorded = answer;
          this.last = answer.position;
        }
      }
    }
  }

  private async tried({ commandId, name }: Sent): Promise<Recorded | undefined> {
    let answer: Answer<{ answer: Recorded | Refused }>;
    try {
      answer = await send(this.server(), 'RegisterParty', { commandId, name, kind: 'BUSINESS', from: '2020-01-01' }, this.token);
    } catch {
      this.count('line');
      return undefined;
    }
    if (answer.data?.answer.__typename === 'Recorded') return answer.data.answer;
    const [error] = answer.errors ?? [];
    if (!error) throw new Error(JSON.stringify(answer));
    const { code, retryAfterMs } = error.extensions;
    this.count(code === 'UNAVAILABLE' && typeof retryAfterMs !== 'number' ? `${code} without advice` : code);
    return undefined;
  }

  private count(code: string): void {
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
  }
}

/** What the ledger holds of it: every command once, and nothing else. */
export async function registered(server: RunningServer): Promise<{ events: number; names: number; position: string }> {
  for (;;) {
    const { ledgerStatus } = await server.ask('{ ledgerStatus { caughtUp } }');
    if (ledgerStatus.caughtUp) break;
    await pause(20);
  }
  const { events, parties, ledgerStatus } = await server.ask(
    '{ events(filter: { types: ["PartyRegistered"] }) { totalCount } parties { totalCount } ledgerStatus { position } }',
  );
  return { events: events.totalCount, names: parties.totalCount, position: ledgerStatus.position };
}

/** Resolves when readiness answers with this status, and among its problems with this one; what it says. */
export async function readiness(server: RunningServer, status: number, problem = /^/): Promise<{ problems: readonly string[] }> {
  for (;;) {
    const answer = await fetch(`${server.url}/health/ready`).catch(() => undefined);
    // A fault that several parts meet is told by each of them in its own time.
    const { problems = [] } = ((await answer?.json().catch(() => undefined)) ?? {}) as { problems?: readonly string[] };
    if (answer?.status === status && problem.test(problems.join())) return { problems };
    await pause(50);
  }
}

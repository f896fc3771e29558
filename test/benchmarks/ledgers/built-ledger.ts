import { fork } from 'node:child_process';
import { join } from 'node:path';
import { History, type HistoryOf } from '../history/history.js';
import type { World } from '../history/world.js';
import { writeLog } from '../history/write-log.js';
import type { BuildDone } from './build-process.js';

/** A ledger that lived before the benchmark: its log and the views built from it. */
export interface BuiltLedger {
  readonly events: number;
  /** For `CONVENANT_DATA_DIR`, with `CONVENANT_DEMO=off`. */
  readonly dataDir: string;
  /** Ids to ask about. */
  readonly world: World;
  readonly build: BuildDone;
}

/** Makes each ledger once, whichever part of the benchmark asks first. */
export class Ledgers {
  private readonly made = new Map<string, Promise<BuiltLedger>>();

  constructor(
    private readonly scratch: string,
    private readonly progress: (step: string) => void,
  ) {}

  of(events: number, of: HistoryOf = 'all'): Promise<BuiltLedger> {
    const name = `ledger-${of}-${events}`;
    let ledger = this.made.get(name);
    if (!ledger) this.made.set(name, (ledger = this.make(events, of, join(this.scratch, name))));
    return ledger;
  }

  private async make(events: number, of: HistoryOf, dataDir: string): Promise<BuiltLedger> {
    this.progress(`writing a log of ${events} events`);
    const history = new History(events, { of });
    writeLog(join(dataDir, 'ledger'), history);
    this.progress(`building the views of ${events} events`);
    const build = await inProcess<BuildDone>(new URL('./build-process.js', import.meta.url), [join(dataDir, 'ledger')]);
    return { events, dataDir, world: history.world, build };
  }
}

/** Runs a script in a process of its own, whose memory is its own, and gives the one message it sends. */
export async function inProcess<Done extends object>(script: URL, args: readonly string[]): Promise<Done> {
  const child = fork(script, [...args]);
  return new Promise((resolve, reject) => {
    let done: Done | undefined;
    child.once('message', (message) => (done = message as Done));
    child.once('exit', (code) => (done ? resolve(done) : reject(new Error(`${script.pathname} ended with code ${code}`))));
  });
}

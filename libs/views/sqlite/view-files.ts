import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeViewFile } from './view-build.js';
import { isBuilt, isUsable } from './view-file.js';

const NAME = /^([0-9a-f]{16})-(\d+)\.db$/;

/** The views databases of a ledger, named `<digest>-<generation>.db`. */
export class ViewFiles {
  private readonly folder: string;

  constructor(
    ledgerFolder: string,
    private readonly digest: string,
  ) {
    this.folder = join(ledgerFolder, 'views');
  }

  /** The newest finished one of this build's digest. */
  finished(): string | undefined {
    return this.generations()
      .map((generation) => this.path(generation))
      .find(isBuilt);
  }

  /** Where to begin: what is finished, else what can be continued, else a new one. */
  start(): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    return this.finished() ?? this.unfinished() ?? this.path(this.next());
  }

  /** Where a rebuild beside the serving one writes: where an earlier one was broken off, or a new one. */
  following(serving: string): string {
    const unfinished = this.unfinished();
    return unfinished !== undefined && unfinished !== serving ? unfinished : this.path(this.next());
  }

  /** Removes what neither serves nor can be continued: other digests, older generations, half-made files of a machine that stopped. */
  tidy(serving: string): void {
    for (const name of readdirSync(this.folder)) {
      const [, digest] = NAME.exec(name) ?? [];
      const file = join(this.folder, name);
      if (digest === undefined || file === serving) continue;
      if (digest !== this.digest || isBuilt(file) || !isUsable(file)) removeViewFile(file);
    }
  }

  private unfinished(): string | undefined {
    return this.generations()
      .map((generation) => this.path(generation))
      .find((file) => !isBuilt(file) && isUsable(file));
  }

  private next(): number {
    return (this.generations()[0] ?? 0) + 1;
  }

  /** Highest first. */
  private generations(): number[] {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return [];
    }
    return names
      .flatMap((name) => {
        const [, digest, generation] = NAME.exec(name) ?? [];
        return digest === this.digest ? [Number(generation)] : [];
      })
      .sort((a, b) => b - a);
  }

  private path(generation: number): string {
    return join(this.folder, `${this.digest}-${generation}.db`);
  }
}

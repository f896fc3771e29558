import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../libs/ledger/clock.js';
import { Fault } from '../../../libs/ledger/errors.js';

/** Where the story begins. */
const STORY_START = '2025-01-06T08:00:00.000Z';

/** The clock of a demo ledger: it can be moved forward, never back, and runs on from where it was put. */
export class DemoClock implements Clock {
  private readonly file: string;
  private base: number;
  private startedAt = performance.now();

  /** `lastRecordedAt`: after a crash the ledger may be further than what was kept. */
  constructor(folder: string, lastRecordedAt: string) {
    this.file = join(folder, 'demo-clock.json');
    const kept = existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as { at: string }).at : STORY_START;
    this.base = Date.parse(kept > lastRecordedAt ? kept : lastRecordedAt);
  }

  now(): string {
    return new Date(this.base + (performance.now() - this.startedAt)).toISOString();
  }

  /** @throws Fault BAD_USER_INPUT when the instant lies behind the clock */
  moveTo(instant: string): string {
    const now = this.now();
    if (instant < now) throw new Fault('BAD_USER_INPUT', `the demo clock is at ${now} and only moves forward`, { now });
    this.base = Date.parse(instant);
    this.startedAt = performance.now();
    this.keep();
    return this.now();
  }

  /** So that a restart does not fall back behind what was recorded or shown. */
  keep(): void {
    const draft = `${this.file}.new`;
    writeFileSync(draft, JSON.stringify({ at: this.now() }));
    renameSync(draft, this.file);
  }
}

import { pino } from 'pino';
import type { AggregateRegistration } from '../../../libs/collaboration/registration/registration.js';
import type { LedgerHarness } from '../../../libs/collaboration/testing/ledger-harness.js';
import { InProcessViews } from '../../../libs/views/testing/in-process-views.js';
import { alarmRegistration } from './alarm.fixture.js';
import { Scheduler } from './scheduler.js';

const opened: InProcessViews[] = [];

/** A process on a ledger: its own views, its own memory. */
export function processOn(ledger: LedgerHarness, registrations: readonly AggregateRegistration[] = [alarmRegistration()]): Scheduler {
  return processWithViews(ledger, registrations).scheduler;
}

export function processWithViews(
  ledger: LedgerHarness,
  registrations: readonly AggregateRegistration[] = [alarmRegistration()],
): { scheduler: Scheduler; views: InProcessViews } {
  const { store, clock } = ledger;
  const views = new InProcessViews(
    store,
    registrations.map(({ projection }) => projection),
  );
  opened.push(views);
  const logger = pino({ level: 'silent' });
  return { scheduler: new Scheduler({ store, clock, views, ledger: ledger.ledger, registrations, logger }), views };
}

export function endProcesses(): void {
  opened.splice(0).forEach((views) => views.close());
}

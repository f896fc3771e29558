import { addDays } from '../../../ledger/local-date.js';
import type { AgreementEvent } from './agreement-events.js';
import { DAYS, day } from './any-agreement-command.fixture.js';

/** Days before the history, and after it, that the register also covers. */
const MARGIN = 60;

/** A register kept by hand: one line per day, in which a field holds what was written last. */
interface Line {
  readonly date: string;
  known: boolean;
  proposed: boolean;
  withdrawn: boolean;
  concluded: boolean;
  version: number | null;
  /** Number of the event that suspended it. */
  suspended: number | null;
  terminated: boolean;
  /** Parties of the text to show while none is in force. */
  drafted: readonly string[];
  offered: readonly string[] | null;
  agreed: readonly string[] | null;
  readonly came: Set<string>;
  readonly left: Set<string>;
}

export interface Told {
  readonly status: string;
  readonly version: number | null;
  readonly parties: readonly string[];
}

/** Writes down, event by event and day by day, what holds; without any of the functions under test. */
export class AgreementRegister {
  private readonly lines: Line[] = Array.from({ length: DAYS + 2 * MARGIN }, (_, index) => ({
    ...{ date: addDays(day(0), index - MARGIN), known: false, proposed: false, withdrawn: false, concluded: false, version: null },
    ...{ suspended: null, terminated: false, drafted: [], offered: null, agreed: null, came: new Set<string>(), left: new Set<string>() },
  }));
  private readonly texts = new Map<number, { parties: readonly string[]; until: string | undefined }>();
  private last = 0;

  constructor(events: readonly AgreementEvent[]) {
    events.forEach((event, index) => this.write(event, index));
  }

  on(date: string): Told | undefined {
    const line = this.lines.find((one) => one.date === date);
    if (!line?.known) return undefined;
    const text = line.version === null ? undefined : this.texts.get(line.version);
    const shown = text?.parties ?? line.agreed ?? line.offered ?? line.drafted;
    const parties = [...new Set([...shown, ...line.came])].filter((one) => !line.left.has(one)).sort();
    return { status: statusOf(line, text?.until), version: line.version, parties };
  }

  private write({ type, data, envelope }: AgreementEvent, number: number): void {
    const on = envelope.actDate ?? envelope.recordedAt.slice(0, 10);
    switch (type) {
      case 'AgreementDrafted':
        for (const line of this.lines) line.drafted = data.terms.parties;
        return this.from(on, () => undefined);
      case 'AgreementDraftRevised':
        for (const line of this.lines) line.drafted = data.terms.parties;
        return;
      case 'AgreementProposed':
      case 'AgreementCounterProposed':
      case 'AgreementAmendmentProposed':
        return this.from(on, (line) => Object.assign(line, { proposed: true, withdrawn: false, offered: data.terms.parties }));
      case 'AgreementProposalWithdrawn':
        return this.from(on, (line) => Object.assign(line, { withdrawn: true }));
      case 'AgreementConcluded':
      case 'AgreementAmended':
      case 'AgreementAmendmentRegistered':
        this.last = data.version;
        this.texts.set(data.version, { parties: data.terms.parties, until: data.terms.until });
        this.from(data.concludedOn, (line) => Object.assign(line, { concluded: true, agreed: data.terms.parties }));
        return this.from(data.from, (line) => Object.assign(line, { version: data.version }));
      case 'AgreementExtended':
        return void Object.assign(this.texts.get(this.last) ?? {}, { until: data.until });
      case 'AgreementSuspended':
        return this.from(data.from, (line) => data.until === undefined || line.date < data.until, { suspended: number });
      case 'AgreementResumed':
        return this.resume(data.from);
      case 'AgreementTerminated':
        return this.from(data.from, (line) => Object.assign(line, { terminated: true }));
      case 'AgreementPartyAcceded':
        return this.from(data.from, (line) => line.came.add(data.party));
      case 'AgreementPartyExited':
        return this.from(data.from, (line) => line.left.add(data.party));
      default:
        return;
    }
  }

  /** From a day on. With `values`: on the days for which `write` says yes. */
  private from(date: string, write: (line: Line) => unknown, values?: Partial<Line>): void {
    for (const line of this.lines.filter((one) => one.date >= date)) {
      const written = write(line);
      if (values && written) Object.assign(line, values);
      line.known = true;
    }
  }

  /** Until the next day on which something else was written about it. */
  private resume(date: string): void {
    const start = this.lines.findIndex((one) => one.date === date);
    const was = this.lines[start]?.suspended;
    for (let index = start; index >= 0 && this.lines[index]?.suspended === was && index < this.lines.length; index += 1)
      this.lines[index]!.suspended = null;
  }
}

function statusOf(line: Line, until: string | undefined): string {
  if (line.terminated) return 'TERMINATED';
  if (line.version !== null) {
    if (until !== undefined && until <= line.date) return 'EXPIRED';
    return line.suspended === null ? 'ACTIVE' : 'SUSPENDED';
  }
  if (line.concluded) return 'CONCLUDED';
  if (!line.proposed) return 'DRAFT';
  return line.withdrawn ? 'PROPOSAL_WITHDRAWN' : 'PROPOSED';
}

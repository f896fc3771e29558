import { addDays } from '../../../ledger/local-date.js';
import type { ResponsibilityEvent } from './responsibility-events.js';
import type { AssignmentStatus } from './responsibility.js';

export const FIRST_DAY = '2025-01-01';
export const DAYS = 60;
export const day = (offset: number): string => addDays(FIRST_DAY, offset);
const ALL_DAYS = Array.from({ length: DAYS }, (_, offset) => day(offset));

/** A register kept by hand: one page per assignment, one line per day, written in the order in which things were learned. */
interface Page {
  readonly assignment: number;
  readonly role: string;
  readonly assignee: string;
  readonly on: string;
  readonly from: string;
  readonly lines: (AssignmentStatus | undefined)[];
}

const ROLES: Readonly<Record<string, string>> = {
  ResponsibilityAccountableAssigned: 'ACCOUNTABLE',
  ResponsibilityResponsibleAssigned: 'RESPONSIBLE',
  ResponsibilityConsultedAdded: 'CONSULTED',
  ResponsibilityInformedAdded: 'INFORMED',
};

export function registerByHand(events: readonly ResponsibilityEvent[]): Page[] {
  const pages: Page[] = [];
  let ended: string | undefined;
  for (const { type, data } of events as readonly { type: string; data: any }[]) {
    const role = ROLES[type];
    const page = pages.filter(({ assignment }) => assignment === data.assignment);
    if (role) pages.push(newPage(role, data.assignment, data, ended));
    else if (type === 'ResponsibilityAccepted') page.forEach((one) => accept(one, data.on));
    else if (type === 'ResponsibilityDeclined') page.forEach((one) => write(one, 'DECLINED', data.on));
    else if (type === 'ResponsibilityReleased') page.forEach((one) => write(one, 'RELEASED', data.from));
    else if (type === 'ResponsibilityTransferred') {
      page.forEach((one) => write(one, 'TRANSFERRED', data.from));
      pages.push(newPage(page[0]?.role ?? 'ACCOUNTABLE', data.to, data, ended));
      pages.filter(({ assignment }) => assignment === data.to).forEach((one) => accept(one, data.on));
    } else if (type === 'ResponsibilityEnded') {
      ended = data.from;
      pages.forEach((one) => write(one, 'ENDED', data.from));
    }
  }
  return pages;
}

/** Who is accountable on a day, by the hand-written register. */
export function accountableByHand(pages: readonly Page[], on: string): string[] {
  const line = ALL_DAYS.indexOf(on);
  return pages
    .filter(({ role, lines }) => role === 'ACCOUNTABLE' && lines[line] === 'IN_FORCE')
    .map(({ assignee }) => assignee)
    .sort();
}

interface Given {
  readonly assignee: { readonly id: string };
  readonly on: string;
  readonly from: string;
  readonly until?: string;
}

function newPage(role: string, assignment: number, { assignee, on, from, until }: Given, ended: string | undefined): Page {
  const lines = ALL_DAYS.map((date): AssignmentStatus | undefined => {
    if (until !== undefined && date >= until) return 'ENDED';
    return date >= on ? 'AWAITING_ACCEPTANCE' : undefined;
  });
  const page = { assignment, role, assignee: assignee.id, on, from, lines };
  if (ended !== undefined) write(page, 'ENDED', ended);
  return page;
}

/** Every line of the first stretch that waits, from the day of acceptance on. */
function accept({ lines, from }: Page, on: string): void {
  const first = lines.indexOf('AWAITING_ACCEPTANCE');
  if (first < 0) return;
  for (let line = first; lines[line] === 'AWAITING_ACCEPTANCE'; line += 1) {
    const date = ALL_DAYS[line]!;
    if (date >= on) lines[line] = date < from ? 'NOT_YET' : 'IN_FORCE';
  }
}

function write({ lines, on }: Page, status: AssignmentStatus, from: string): void {
  ALL_DAYS.forEach((date, line) => {
    if (date >= from && date >= on) lines[line] = status;
  });
}

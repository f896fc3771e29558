import type { Finding } from '../../../law/rules.js';
import type { LoadedStreams } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { found } from '../../deciding/findings.js';
import { inOffice, isAbolished, post } from '../../parties/post/post.js';
import { party } from '../../parties/party/party.js';
import { postOn } from './responsibility-acting.js';
import type { Assignee, RaciRole } from './responsibility-events.js';
import type { AssignmentStatus } from './responsibility.js';

/** As much of an assignment as tells whether somebody can answer for it. */
export interface Part {
  readonly role: RaciRole;
  readonly assignee: Assignee;
  readonly status: AssignmentStatus;
  readonly from: LocalDate;
  readonly released?: { readonly from: LocalDate; readonly reason: string } | undefined;
}

export interface GapQuestion {
  readonly parts: readonly Part[];
  readonly on: LocalDate;
  readonly loaded: LoadedStreams;
  /** Whether this post or party could use the power that is needed; null where none is needed. */
  readonly couldUse: ((id: string) => boolean) | null;
}

/** Whoever is accountable on that day, after named successions. */
function accountableIds(parts: readonly Part[], on: LocalDate, loaded: LoadedStreams): string[] {
  return parts.filter(isAccountable).map(({ assignee: { kind, id } }) => (kind === 'post' ? postOn(id, on, loaded) : id));
}

/** What keeps anybody from answering for it on that day; none when somebody can. */
export function gapsOn({ parts, on, loaded, couldUse }: GapQuestion): Finding[] {
  const accountable = parts.filter(isAccountable);
  if (accountable.length === 0) return [nobody(parts)];
  const gaps = accountable.flatMap(({ assignee }) => standingGaps(assignee, on, loaded));
  const without = couldUse === null ? [] : accountableIds(parts, on, loaded).filter((id) => !couldUse(id));
  const missing = found(
    'MANDATE_MISSING',
    'De eindverantwoordelijke heeft de bevoegdheid niet.',
    'The accountable does not have the power.',
  );
  return [...gaps, ...without.map(() => missing)];
}

/** What is missing when none of these parts makes anybody accountable. */
export function nobody(parts: readonly Part[]): Finding {
  const asked = parts.filter(({ role }) => role === 'ACCOUNTABLE');
  if (asked.some(({ status }) => status === 'AWAITING_ACCEPTANCE'))
    return found('ACCOUNTABLE_NOT_ACCEPTED', 'Wacht op aanvaarding.', 'Awaits acceptance.');
  const coming = asked.find(({ status }) => status === 'NOT_YET');
  if (coming) return found('NO_ACCOUNTABLE', `Begint pas op ${coming.from}.`, `Begins only on ${coming.from}.`);
  const released = asked.findLast((one) => one.status === 'RELEASED')?.released;
  if (released)
    return found(
      'NO_ACCOUNTABLE',
      `Teruggegeven per ${released.from}: ${released.reason}`,
      `Released as of ${released.from}: ${released.reason}`,
    );
  return found(
    'NO_ACCOUNTABLE',
    'Niemand heeft het aanvaard, of wie het had is gestopt.',
    'Nobody accepted it, or whoever had it stopped.',
  );
}

/** A deputy answers for a vacant post but does not fill it; an acting holder does. */
function standingGaps({ kind, id }: Assignee, on: LocalDate, loaded: LoadedStreams): Finding[] {
  if (kind === 'party') {
    const { ended } = loaded.of(party, id).state;
    return ended && ended.on <= on ? [found('PARTY_ENDED', `Beëindigd per ${ended.on}.`, `Ended on ${ended.on}.`)] : [];
  }
  const { state } = loaded.of(post, postOn(id, on, loaded));
  if (isAbolished(state, on)) return [found('ACCOUNTABLE_POST_ABOLISHED', 'Zonder opvolger opgeheven.', 'Abolished without successor.')];
  const filled = state.occupants.some((one) => one.role !== 'deputy' && inOffice(one, on));
  return filled ? [] : [found('ACCOUNTABLE_POST_VACANT', 'Niemand vervult de functie.', 'Nobody fills the post.')];
}

export function isAccountable({ role, status }: Part): boolean {
  return role === 'ACCOUNTABLE' && status === 'IN_FORCE';
}

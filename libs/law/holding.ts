import type { LocalDate } from '../ledger/local-date.js';
import { at } from '../ledger/timeline.js';
import type { AuthorityQuestion, LinkFailure } from './authority-question.js';
import { LINK_KINDS } from './authority-link.js';
import type { AuthorityLink } from './authority-link.js';
import { withinBounds } from './link-bounds.js';
import { linkState, reasonsNotInForce, termsAt } from './link-history.js';
import { finding } from './rules.js';
import type { Finding } from './rules.js';

interface HoldingAnswer {
  readonly failure: LinkFailure | null;
  readonly warnings: readonly Finding[];
}

interface InForce {
  readonly link: AuthorityLink;
  readonly holder: string | undefined;
}

/** By the list itself: who asks about many candidates gives the same holdings and the same question each time, and neither ever changes. */
const IN_FORCE = new WeakMap<readonly AuthorityLink[], WeakMap<AuthorityQuestion, Map<LocalDate | null, readonly InForce[]>>>();

/**
 * Whether a body itself has a power: attributed or delegated to it, and not delegated on (Awb 10:17). When nothing is
 * recorded about the power, that is a warning and no obstacle.
 */
export function holdingOf(
  body: string,
  holdings: readonly AuthorityLink[],
  question: AuthorityQuestion,
  doneBy: LocalDate | null,
): HoldingAnswer {
  const inForce = inForceOf(holdings, question, doneBy);
  const away = inForce.find(({ link }) => link.kind === 'delegation' && link.grantor === body);
  if (away) return failing(away.link, 'DELEGATED_AWAY');
  if (inForce.some(({ holder }) => holder === body)) return { failure: null, warnings: [] };
  const other = inForce[0];
  return other ? failing(other.link, 'HELD_BY_ANOTHER_BODY') : { failure: null, warnings: [notRecorded(question)] };
}

function inForceOf(holdings: readonly AuthorityLink[], question: AuthorityQuestion, doneBy: LocalDate | null): readonly InForce[] {
  let byQuestion = IN_FORCE.get(holdings);
  if (!byQuestion) IN_FORCE.set(holdings, (byQuestion = new WeakMap()));
  let byDay = byQuestion.get(question);
  if (!byDay) byQuestion.set(question, (byDay = new Map()));
  let inForce = byDay.get(doneBy);
  if (!inForce) byDay.set(doneBy, (inForce = holdings.flatMap((link) => ownInForce(link, question, doneBy))));
  return inForce;
}

function ownInForce(link: AuthorityLink, question: AuthorityQuestion, doneBy: LocalDate | null): InForce[] {
  const state = linkState(link, doneBy);
  const terms = state && termsAt(state, question.onDate);
  if (!state || !terms || reasonsNotInForce(state, question.onDate).length > 0) return [];
  const { reasons } = withinBounds(link, terms, { ...question, kinds: LINK_KINDS });
  return reasons.length === 0 ? [{ link, holder: at(state.holder, question.onDate) }] : [];
}

function failing({ stream, pin }: AuthorityLink, reason: 'DELEGATED_AWAY' | 'HELD_BY_ANOTHER_BODY'): HoldingAnswer {
  return { failure: { stream, pin, reasons: [reason] }, warnings: [] };
}

function notRecorded({ power }: AuthorityQuestion): Finding {
  return finding('M2', {
    effect: 'W',
    detail: {
      nl: `Er is niet vastgelegd wie de bevoegdheid ${power} heeft.`,
      en: `No record says who holds the power ${power}.`,
    },
  });
}

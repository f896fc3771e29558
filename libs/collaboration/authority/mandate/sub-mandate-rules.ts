import type { AuthorityLink, LinkTerms } from '../../../law/authority-link.js';
import type { FailureReason } from '../../../law/authority-question.js';
import { linkState, reasonsNotInForce, termsAt, type LinkState } from '../../../law/link-history.js';
import { isSubset, isTerritorySubset, narrowerOrEqual } from '../../../law/powers.js';
import { at, segmentAt } from '../../../ledger/timeline.js';
import { covers } from '../../../ledger/period.js';
import { breach, failingFirst, NOTHING_WRONG, together, type Examination } from './examination.js';
import type { GrantIntent } from './grant-intent.js';

type Intended = Pick<GrantIntent, 'chain' | 'from' | 'until' | 'actDate' | 'terms' | 'holder'>;

/**
 * M10: a sub-mandate only where its parent allows it, never wider than any link above it, and never back to somebody above.
 * An amendment only has to stay within the bounds: permission was asked when it was granted.
 */
export function subMandateRules(intent: Intended, { amending }: { amending: boolean }): Examination {
  const { chain } = intent;
  const above = [...chain].reverse().map((link) => ({ link, state: linkState(link, null) }));
  return together(
    ...(amending ? [] : [permission(intent, above[0]), inForce(intent, above), circle(intent, above)]),
    ...above.map(({ link, state }) => within(intent, link, state)),
  );
}

interface Above {
  readonly link: AuthorityLink;
  readonly state: LinkState | null;
}

function permission({ chain, from, actDate }: Intended, parent: Above | undefined): Examination {
  if (!parent?.state) return NOTHING_WRONG;
  const granted = actDate !== null && actDate > from ? actDate : from;
  if (at(parent.state.terms.subMandateAllowed, granted)) return NOTHING_WRONG;
  return breach('M10', 'Het mandaat erboven staat geen ondermandaat toe.', 'The mandate above it allows no sub-mandate.', {
    pins: pins(parent.link, chain),
  });
}

const NOT_IN_FORCE: Readonly<Partial<Record<FailureReason, readonly [nl: string, en: string]>>> = {
  AWAITING_CONSENT: ['wacht op instemming', 'awaits consent'],
  SUSPENDED: ['is geschorst', 'is suspended'],
  REVOKED: ['is ingetrokken', 'has been revoked'],
  LAPSED: ['is vervallen', 'has lapsed'],
};

function inForce({ chain, from }: Intended, above: readonly Above[]): Examination {
  return together(
    ...above.map(({ link, state }) => {
      // Days outside its term are told as a period that is too wide.
      const reason = reasonsNotInForce(state, from).find((one) => one in NOT_IN_FORCE);
      const [nl, en] = (reason && NOT_IN_FORCE[reason]) ?? [];
      return nl === undefined
        ? NOTHING_WRONG
        : breach('M10', `Het mandaat erboven ${nl}.`, `The mandate above it ${en}.`, { pins: pins(link, chain) });
    }),
  );
}

function circle({ chain, holder, from }: Intended, above: readonly Above[]): Examination {
  const back = above.find(({ link, state }) => link.grantor === holder.id || (state && at(state.holder, from) === holder.id));
  if (!back) return NOTHING_WRONG;
  return breach('M10', 'Het ondermandaat komt terug bij wie erboven staat.', 'The sub-mandate returns to somebody above it.', {
    pins: pins(back.link, chain),
  });
}

function within(intent: Intended, link: AuthorityLink, state: LinkState | null): Examination {
  const { terms, chain, from, until } = intent;
  const bounds = state && termsAt(state, from);
  const term = state && segmentAt(state.term, from);
  const wider = [
    ...(bounds ? widerIn(terms, bounds) : []),
    ...(term && covers(term, { from, until }) ? [] : [['looptijd', 'period'] as const]),
  ];
  return together(
    ...wider.map(([nl, en]) =>
      breach(
        'M10',
        `Het ondermandaat is ruimer dan het mandaat erboven: ${nl}.`,
        `The sub-mandate is wider than the mandate above it: ${en}.`,
        {
          pins: pins(link, chain),
        },
      ),
    ),
  );
}

function widerIn(terms: LinkTerms, bounds: LinkTerms): (readonly [nl: string, en: string])[] {
  return [
    ...(isSubset(terms.powers, bounds.powers) ? [] : [['bevoegdheden', 'powers'] as const]),
    ...(narrowerOrEqual(terms.limits, bounds.limits) ? [] : [['bedrag', 'amount'] as const]),
    ...(isTerritorySubset(terms.territory, bounds.territory) ? [] : [['gebied', 'territory'] as const]),
    ...(bounds.forCase === null || bounds.forCase === terms.forCase ? [] : [['geval', 'case'] as const]),
  ];
}

function pins(failing: AuthorityLink, chain: readonly AuthorityLink[]) {
  return failingFirst(
    failing.pin,
    chain.map(({ pin }) => pin),
  );
}

import type { AuthorityLink } from '../../../law/authority-link.js';
import type { AuthorityQuestion } from '../../../law/authority-question.js';
import { linkState, termsAt } from '../../../law/link-history.js';
import type { Limit } from '../../../law/powers.js';
import { nameId, parseStream } from '../../../ledger/ids.js';
import { yearOf } from '../../../ledger/local-date.js';

/** What one decision takes from a yearly limit of one link. */
export interface LimitUse {
  readonly link: AuthorityLink;
  readonly pool: string;
  readonly amount: number;
  readonly capacity: number;
}

/**
 * A decision's use counts against the yearly limits of every link (law.md M10). Limits of one kind on one link share a pool,
 * of which the narrowest counts. The year is that of the decision's date.
 */
export function limitUses(chain: readonly AuthorityLink[], question: AuthorityQuestion): LimitUse[] {
  const { amountCents } = question;
  if (amountCents === null || amountCents === 0) return [];
  return chain.flatMap((link) => {
    const state = linkState(link, null);
    const limits = (state && termsAt(state, question.onDate)?.limits) ?? [];
    return poolsOf(link, question).flatMap(({ per, pool }) => {
      const capacities = limits.filter((limit) => limit.per === per).map((limit) => limit.amountCents);
      return capacities.length === 0 ? [] : [{ link, pool, amount: amountCents, capacity: Math.min(...capacities) }];
    });
  });
}

/** A link whose limit counts per beneficiary cannot carry a decision that names none: it could be for anyone. */
export function linkThatNeedsBeneficiary(chain: readonly AuthorityLink[], { beneficiary, amountCents, onDate }: AuthorityQuestion) {
  if (amountCents === null || (beneficiary ?? null) !== null) return undefined;
  return chain.find((link) => {
    const state = linkState(link, null);
    return state && termsAt(state, onDate)?.limits.some(({ per }) => per === 'beneficiaryYear');
  });
}

function poolsOf(link: AuthorityLink, { onDate, beneficiary }: AuthorityQuestion): { per: Limit['per']; pool: string }[] {
  const { id } = parseStream(link.stream);
  const year = yearOf(onDate);
  const yearly = { per: 'calendarYear' as const, pool: `mandate-use-${id}-${year}` };
  // The name of a pool is readable for whoever can read the store, so that it never holds a beneficiary's own id.
  return beneficiary
    ? [yearly, { per: 'beneficiaryYear' as const, pool: `mandate-use-${id}-${nameId(id, beneficiary)}-${year}` }]
    : [yearly];
}

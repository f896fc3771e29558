import { yearOf } from '../ledger/local-date.js';
import type { AuthorityQuestion, FailureReason, HumanCheck } from './authority-question.js';
import type { AuthorityLink, LinkKind, LinkTerms, LinkUse } from './authority-link.js';
import { coversArea, coversPower, withinLimits } from './powers.js';
import type { LimitAnswer } from './powers.js';

export interface BoundsAnswer {
  readonly reasons: readonly FailureReason[];
  readonly humanChecks: readonly HumanCheck[];
}

/** Signing what the body itself decided is no deciding (Awb 10:11). */
const DECIDING_KINDS: readonly LinkKind[] = ['mandate', 'powerOfAttorney', 'authorisation', 'delegation', 'attribution'];

/** Whether a decision lies within what one link allows, apart from when it is in force. */
export function withinBounds(link: AuthorityLink, terms: LinkTerms, question: AuthorityQuestion): BoundsAnswer {
  const reasons: FailureReason[] = [];
  const amount = amountAnswer(link, terms, question);
  if (!(question.kinds ?? DECIDING_KINDS).includes(link.kind)) reasons.push('OTHER_KIND');
  if (terms.forCase !== null && terms.forCase !== (question.forCase ?? null)) reasons.push('OTHER_CASE');
  if (!coversPower(terms.powers, question.power)) reasons.push('POWER');
  if (amount === 'exceeded') reasons.push('AMOUNT');
  if (!inTerritory(terms, question)) reasons.push('TERRITORY');

  const humanChecks: HumanCheck[] = terms.conditions.map((text) => ({ stream: link.stream, why: 'CONDITION', text }));
  if (amount === 'unknown') humanChecks.push({ stream: link.stream, why: 'VAT_BASIS', text: '' });
  return { reasons, humanChecks };
}

/** A decision without an area lies everywhere, so that only a link without borders covers it. */
function inTerritory({ territory }: LinkTerms, { areaCode }: AuthorityQuestion): boolean {
  return areaCode === null ? territory.length === 0 : coversArea(territory, areaCode);
}

function amountAnswer(link: AuthorityLink, { limits }: LinkTerms, question: AuthorityQuestion): LimitAnswer {
  const { amountCents, vat = 'notApplicable', beneficiary = null } = question;
  if (amountCents === null) return 'within';
  const uses = (link.uses ?? []).filter((use) => countsBefore(use, question));
  // A decision without a named beneficiary could be for anyone: then all use of the year counts.
  const shared = beneficiary === null ? uses : uses.filter((use) => use.beneficiary === null || use.beneficiary === beneficiary);
  return withinLimits(limits, { amountCents, vat, usedInYearCents: total(uses), usedByBeneficiaryInYearCents: total(shared) });
}

/** A later decision never takes the room of an earlier one. */
function countsBefore(use: LinkUse, { onDate }: AuthorityQuestion): boolean {
  return use.onDate <= onDate && yearOf(use.onDate) === yearOf(onDate);
}

function total(uses: readonly LinkUse[]): number {
  return uses.reduce((sum, use) => sum + use.amountCents, 0);
}

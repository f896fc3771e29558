import type { AuthorityLink, LinkUse } from '../../../law/authority-link.js';
import type { AuthorityQuestion } from '../../../law/authority-question.js';
import { parseStream } from '../../../ledger/ids.js';
import type { RequestScope } from '../../serving/request-scope.js';

/**
 * Gives every link whose limit runs over a year the other decisions under it in the year of the question, as known then. They count
 * whoever may see them: what shows is the verdict, not the decisions.
 */
export async function withUses(
  scope: RequestScope,
  links: readonly AuthorityLink[],
  { question, knownAt, except }: { question: AuthorityQuestion; knownAt: number; except?: string },
): Promise<AuthorityLink[]> {
  return Promise.all(
    links.map(async (link) => (hasYearlyLimit(link) ? { ...link, uses: await usesOf(scope, link, { question, knownAt, except }) } : link)),
  );
}

async function usesOf(
  { snapshot }: RequestScope,
  { stream }: AuthorityLink,
  { question: { onDate }, knownAt, except }: { question: AuthorityQuestion; knownAt: number; except?: string | undefined },
): Promise<LinkUse[]> {
  const year = onDate.slice(0, 4);
  const rows = await snapshot.rows({
    table: 'decision_chain',
    asOf: { validAt: onDate, knownAt },
    viewer: { party: null, seesAll: true },
    columnsOnly: true,
    where: [
      { column: 'mandate', is: parseStream(stream).id },
      { column: 'decided_on', from: `${year}-01-01`, until: `${Number(year) + 1}-01-01` },
    ],
  });
  return rows
    .filter(({ entity, columns }) => entity !== except && columns['outside_mandate'] === 0 && columns['amount'] !== null)
    .map(({ columns }) => ({
      onDate: String(columns['decided_on']),
      amountCents: Number(columns['amount']),
      beneficiary: columns['beneficiary'] === null ? null : String(columns['beneficiary']),
    }));
}

function hasYearlyLimit({ acts }: AuthorityLink): boolean {
  return acts.some(({ effect }) => {
    const limits = effect.kind === 'granted' || effect.kind === 'amended' ? effect.terms.limits : undefined;
    return limits?.some(({ per }) => per !== 'act') ?? false;
  });
}

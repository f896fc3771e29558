import type { AuthorityLink, LinkUse } from '../../../law/authority-link.js';
import type { AuthorityQuestion } from '../../../law/authority-question.js';
import { parseStream } from '../../../ledger/ids.js';
import type { RequestScope } from '../../serving/request-scope.js';

/** Mandates asked with one question. */
const MANDATES_AT_ONCE = 25;

/**
 * Gives every link whose limit runs over a year the other decisions under it in the year of the question, as known then. They count
 * whoever may see them: what shows is the verdict, not the decisions.
 */
export async function withUses(
  scope: RequestScope,
  chains: readonly (readonly AuthorityLink[])[],
  { question, knownAt, except }: { question: AuthorityQuestion; knownAt: number; except?: string },
): Promise<AuthorityLink[][]> {
  const limited = [...new Set(chains.flat().filter(hasYearlyLimit).map(mandateOf))];
  const uses = new Map<string, LinkUse[]>();
  const starts = Array.from({ length: Math.ceil(limited.length / MANDATES_AT_ONCE) }, (_, index) => index * MANDATES_AT_ONCE);
  const found = await Promise.all(
    starts.map((start) => usesOf(scope, limited.slice(start, start + MANDATES_AT_ONCE), { question, knownAt, except })),
  );
  for (const [mandate, own] of found.flatMap((some) => [...some])) uses.set(mandate, own);
  return chains.map((chain) =>
    chain.map((link) => {
      const own = uses.get(mandateOf(link));
      return own ? { ...link, uses: own } : link;
    }),
  );
}

async function usesOf(
  { snapshot }: RequestScope,
  mandates: readonly string[],
  { question: { onDate }, knownAt, except }: { question: AuthorityQuestion; knownAt: number; except?: string | undefined },
): Promise<Map<string, LinkUse[]>> {
  const year = onDate.slice(0, 4);
  const rows = await snapshot.rows({
    table: 'decision_chain',
    asOf: { validAt: onDate, knownAt },
    viewer: { party: null, seesAll: true },
    columnsOnly: true,
    where: [
      { column: 'mandate', is: mandates },
      { column: 'decided_on', from: `${year}-01-01`, until: `${Number(year) + 1}-01-01` },
    ],
  });
  const found = new Map<string, LinkUse[]>(mandates.map((mandate) => [mandate, []]));
  for (const { entity, columns } of rows) {
    if (entity === except || columns['outside_mandate'] !== 0 || columns['amount'] === null) continue;
    found.get(String(columns['mandate']))?.push({
      onDate: String(columns['decided_on']),
      amountCents: Number(columns['amount']),
      beneficiary: columns['beneficiary'] === null ? null : String(columns['beneficiary']),
    });
  }
  return found;
}

function mandateOf({ stream }: AuthorityLink): string {
  return parseStream(stream).id;
}

function hasYearlyLimit({ acts }: AuthorityLink): boolean {
  return acts.some(({ effect }) => {
    const limits = effect.kind === 'granted' || effect.kind === 'amended' ? effect.terms.limits : undefined;
    return limits?.some(({ per }) => per !== 'act') ?? false;
  });
}

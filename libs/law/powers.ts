/** What a mandate covers: powers by code, amounts in cents, areas by code. Texts are shown to people, never compared. */

/** A coded power with the articles it rests on, e.g. `subsidie-welzijn`. */
export interface Power {
  readonly code: string;
  readonly legalBasis: readonly string[];
}

/** Named powers, or every power of the granting body but some. */
export type PowerScope =
  { readonly kind: 'listed'; readonly powers: readonly Power[] } | { readonly kind: 'allExcept'; readonly except: readonly string[] };

export const LIMIT_PERIODS = ['act', 'calendarYear', 'beneficiaryYear'] as const;
/** `beneficiaryYear`: per beneficiary and calendar year. The year is that of the decision's date. */
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

export const VAT_BASES = ['including', 'excluding', 'notApplicable'] as const;
export type VatBasis = (typeof VAT_BASES)[number];

/** An amount over the whole term of what is decided, at most this much each time or per year. */
export interface Limit {
  readonly amountCents: number;
  readonly per: LimitPeriod;
  readonly vat: VatBasis;
}

/** Area codes; empty means everywhere. */
export type Territory = readonly string[];

export function coversPower(scope: PowerScope, code: string): boolean {
  if (scope.kind === 'allExcept') return !scope.except.includes(code);
  return scope.powers.some((power) => power.code === code);
}

/** Whether nothing in `child` lies outside `parent`. */
export function isSubset(child: PowerScope, parent: PowerScope): boolean {
  if (child.kind === 'listed') return child.powers.every(({ code }) => coversPower(parent, code));
  return parent.kind === 'allExcept' && parent.except.every((code) => child.except.includes(code));
}

export function coversArea(territory: Territory, areaCode: string): boolean {
  return territory.length === 0 || territory.includes(areaCode);
}

export function isTerritorySubset(child: Territory, parent: Territory): boolean {
  if (parent.length === 0) return true;
  return child.length > 0 && child.every((area) => parent.includes(area));
}

/** One decision measured against limits, with what earlier decisions already used in the same year. */
export interface Amount {
  readonly amountCents: number;
  readonly vat: VatBasis;
  readonly usedInYearCents?: number;
  readonly usedByBeneficiaryInYearCents?: number;
}

/**
 * `unknown` when limit and amount state another VAT basis and the answer depends on the rate: then a person looks.
 * An amount including VAT that fits a limit excluding it certainly fits; one excluding VAT that is too much certainly is.
 */
export type LimitAnswer = 'within' | 'exceeded' | 'unknown';

export function withinLimits(limits: readonly Limit[], amount: Amount): LimitAnswer {
  const answers = limits.map((limit) => withinLimit(limit, amount));
  if (answers.includes('exceeded')) return 'exceeded';
  return answers.includes('unknown') ? 'unknown' : 'within';
}

function withinLimit(limit: Limit, amount: Amount): LimitAnswer {
  const within = usedBefore(limit, amount) + amount.amountCents <= limit.amountCents;
  if (limit.vat === 'including' && amount.vat === 'excluding') return within ? 'unknown' : 'exceeded';
  if (limit.vat === 'excluding' && amount.vat === 'including') return within ? 'within' : 'unknown';
  return within ? 'within' : 'exceeded';
}

function usedBefore({ per }: Limit, amount: Amount): number {
  switch (per) {
    case 'act':
      return 0;
    case 'calendarYear':
      return amount.usedInYearCents ?? 0;
    case 'beneficiaryYear':
      return amount.usedByBeneficiaryInYearCents ?? 0;
  }
}

/** Whether every act within the child's limits also lies within each of the parent's. */
export function narrowerOrEqual(child: readonly Limit[], parent: readonly Limit[]): boolean {
  return parent.every((wide) => child.some((narrow) => implies(narrow, wide)));
}

/** A year's total bounds what one beneficiary gets in it, and that bounds each act. */
const REACH: Readonly<Record<LimitPeriod, number>> = { act: 0, beneficiaryYear: 1, calendarYear: 2 };

function implies(narrow: Limit, wide: Limit): boolean {
  const sameVat = !(narrow.vat === 'excluding' && wide.vat === 'including');
  return sameVat && narrow.amountCents <= wide.amountCents && REACH[narrow.per] >= REACH[wide.per];
}

import type { AuthorityLink } from '../../../law/authority-link.js';
import type { LoadedStreams } from '../../../ledger/aggregate.js';
import { parseStream } from '../../../ledger/ids.js';
import { holdingsOf } from './authority-chain.js';
import type { GrantContent, LimitInput, PowerInput } from './granting.commands.js';
import type { GrantedPower, GrantedScope, GrantedTerms } from './mandate-events.js';
import { mandate } from './mandate.js';

/** Where a power is looked up for what was recorded of it before. */
export interface PowerRecord {
  readonly organisation: string;
  readonly chain: readonly AuthorityLink[];
  readonly loaded: LoadedStreams;
}

type TermsInput = Pick<
  GrantContent,
  'powers' | 'allPowersExcept' | 'limits' | 'territory' | 'conditions' | 'scope' | 'forCase' | 'subMandateAllowed'
>;

export function grantedTerms(input: TermsInput, record: PowerRecord): GrantedTerms {
  const { limits, territory, conditions, forCase, subMandateAllowed } = input;
  return {
    powers: scopeOf(input, record) ?? { kind: 'listed', powers: [] },
    limits: limitsOf(limits ?? []),
    territory: [...new Set(territory ?? [])],
    conditions: conditions ?? [],
    forCase: forCase ?? null,
    subMandateAllowed: subMandateAllowed ?? false,
  };
}

export function limitsOf(limits: readonly LimitInput[]): GrantedTerms['limits'] {
  return limits.map(({ amountCents, per = 'act', vat = 'notApplicable' }) => ({ amountCents, per, vat }));
}

export function scopeOf(
  { powers, allPowersExcept }: Pick<TermsInput, 'powers' | 'allPowersExcept'>,
  record: PowerRecord,
): GrantedScope | undefined {
  if (allPowersExcept) return { kind: 'allExcept', except: allPowersExcept };
  return powers && { kind: 'listed', powers: powers.map((power) => withRecord(power, record)) };
}

/** Articles and restrictions are those named, with those recorded where the power comes from. */
function withRecord({ code, name, legalBasis, restrictions, mandateProvidedBy }: PowerInput, record: PowerRecord): GrantedPower {
  const known = recordedPowers(code, record);
  const basis = legalBasis?.length ? legalBasis : (known.find((power) => power.legalBasis.length > 0)?.legalBasis ?? []);
  const limiting = [...new Set([...(restrictions ?? []), ...known.flatMap((power) => power.restrictions ?? [])])];
  const provided = mandateProvidedBy ?? known.find((power) => power.mandateProvidedBy !== undefined)?.mandateProvidedBy;
  const called = name ?? known.find((power) => power.name !== undefined)?.name;
  return {
    code,
    ...(called === undefined ? {} : { name: called }),
    legalBasis: basis,
    ...(limiting.length > 0 ? { restrictions: limiting } : {}),
    ...(provided === undefined ? {} : { mandateProvidedBy: provided }),
  };
}

/** The power as the parents name it, or for a first-level grant as its attribution or delegation does. */
function recordedPowers(code: string, { organisation, chain, loaded }: PowerRecord): GrantedPower[] {
  const links = chain.length > 0 ? [...chain].reverse() : holdingsOf(organisation, code, loaded);
  return links.flatMap(({ stream }) => {
    const powers = loaded.of(mandate, parseStream(stream).id).state.grant?.terms.powers;
    return powers?.kind === 'listed' ? powers.powers.filter((power) => power.code === code) : [];
  });
}

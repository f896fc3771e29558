import type { Cells } from './columns.js';
import type { GrantingBody, GrantKind, GrantWarningCode, PlannedGrant, PlannedHolder, PlannedPost } from './register-reading.js';
import { grantKey } from './register-reading.js';
import { bodyOf, isCategoryPost, kindOf, powerCodeOf, readBodies, startDateOf } from './register-terms.js';
import type { Restrictions } from './restrictions.js';

/** The grants of a row whose values fit and do not contradict each other: per body the first level, then its sub-mandate. */
export function planGrants(cells: Cells, restrictions: Restrictions): PlannedGrant[] {
  const row = describeRow(cells, restrictions);
  const organisation = restrictions.consentRequired ? 'unidentified' : 'own';
  const holder = holderNamed(cells.holder, organisation);
  const subHolder = cells.subHolder === '' ? undefined : holderNamed(cells.subHolder, organisation);
  return (readBodies(cells.bodies) ?? []).flatMap((grantor) => {
    const first: PlannedGrant = {
      ...row,
      level: 1,
      grantor,
      holder,
      ...(subHolder ? { subMandateAllowedFor: subHolder } : {}),
      limits: restrictions.limits.holder,
      needsConsent: restrictions.consentRequired,
      warnings: warningsOf(holder),
    };
    if (!subHolder) return [first];
    const sub: PlannedGrant = {
      ...row,
      level: 2,
      grantor,
      holder: subHolder,
      parentKey: grantKey(first),
      limits: restrictions.limits.subHolder,
      // It waits with its parent, but its holder works under the parent's and is not asked (Awb 10:4 speaks of others).
      needsConsent: false,
      warnings: warningsOf(subHolder),
    };
    return [first, sub];
  });
}

/** What every grant of the row has in common: kind, start and instrument too, so that a sub-mandate has its parent's. */
type RowOfGrants = Omit<
  PlannedGrant,
  'level' | 'grantor' | 'holder' | 'parentKey' | 'subMandateAllowedFor' | 'limits' | 'needsConsent' | 'warnings'
>;

function describeRow(cells: Cells, restrictions: Restrictions): RowOfGrants {
  return {
    nr: cells.nr,
    kind: grantKind(cells, restrictions),
    power: { code: powerCodeOf(cells.nr, cells.power), name: cells.power },
    legalBasis: { text: cells.legalBasis, citations: citationsOf(cells.legalBasis) },
    conditions: restrictions.conditions,
    humanCheckRequired: restrictions.conditions.length > 0,
    startState: restrictions.consentRequired ? 'awaitingConsent' : 'inForce',
    start: certain(startDateOf(cells.start)),
    instrument: cells.instrument,
  };
}

function grantKind(cells: Cells, { signingOnly }: Restrictions): GrantKind {
  return signingOnly ? 'signing' : certain(kindOf(cells.kind));
}

function citationsOf(legalBasis: string): string[] {
  return legalBasis
    .split(';')
    .map((citation) => citation.trim())
    .filter((citation) => citation !== '');
}

function holderNamed(name: string, organisation: PlannedPost['organisation']): PlannedHolder {
  const body: GrantingBody | undefined = bodyOf(name);
  return body === undefined ? { name, category: isCategoryPost(name), organisation } : { name, category: false, organisation: 'own', body };
}

/** A register gives neither the text of its instruments nor the day they were signed. */
function warningsOf(holder: PlannedHolder): GrantWarningCode[] {
  const always: GrantWarningCode[] = ['INSTRUMENT_HASH_UNKNOWN', 'ACT_DATE_UNKNOWN'];
  return holder.organisation === 'unidentified' ? [...always, 'HOLDER_ORGANISATION_UNIDENTIFIED'] : always;
}

/** The column's recogniser accepted the cell before, so a missing value is a bug. */
function certain<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a cell was planned that its column does not recognise');
  return value;
}

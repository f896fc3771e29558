import { isDeepStrictEqual } from 'node:util';
import { streamOf } from '../../../libs/ledger/ids.js';
import type { MandateKind } from '../../../libs/collaboration/authority/mandate/granting.commands.js';
import type { GrantKind, PlannedGrant } from '../../../libs/interop/mandate-register/register-reading.js';

/** What the ledger holds of a mandate that an earlier import registered: the event's own data, as it was registered then. */
export interface RecordedGrant {
  readonly kind: string;
  readonly from: string;
  readonly parent?: { readonly stream: string };
  readonly terms: {
    readonly powers: { readonly powers?: readonly { readonly code: string; readonly legalBasis: readonly string[] }[] };
    readonly limits: readonly { readonly amountCents: number; readonly per: string; readonly vat: string }[];
    readonly conditions: readonly string[];
    readonly subMandateAllowed: boolean;
  };
  readonly consentsNeeded: readonly string[];
}

/** In which fields two grants under the same key differ. Holder, body and Vindplaats are in the key itself. */
export type GrantField = 'kind' | 'start' | 'power' | 'legalBasis' | 'limits' | 'restrictions' | 'subMandate' | 'consent';

const KINDS = {
  mandaat: 'mandate',
  volmacht: 'powerOfAttorney',
  machtiging: 'authorisation',
  delegation: 'delegation',
  signing: 'signingMandate',
} as const satisfies Record<GrantKind, (typeof MandateKind)[keyof typeof MandateKind]>;
const VAT = { included: 'including', excluded: 'excluding', notStated: 'notApplicable' } as const;

/** The register beside what was registered under the same key; `parent` is the id of the parent the register means. */
export function differencesBetween(grant: PlannedGrant, recorded: RecordedGrant, parent: string | undefined): GrantField[] {
  const { terms } = recorded;
  const powers = terms.powers.powers ?? [];
  const limits = grant.limits.map(({ amountCents, per, vat }) => ({ amountCents, per, vat: VAT[vat] }));
  const allowsSub = grant.subMandateAllowedFor !== undefined;
  const same: Readonly<Record<GrantField, boolean>> = {
    kind: recorded.kind === KINDS[grant.kind],
    start: recorded.from === grant.start,
    power: isDeepStrictEqual(
      powers.map(({ code }) => code),
      [grant.power.code],
    ),
    legalBasis: isDeepStrictEqual(
      powers.flatMap(({ legalBasis }) => legalBasis),
      [...grant.legalBasis.citations],
    ),
    limits: isDeepStrictEqual(
      terms.limits.map(({ amountCents, per, vat }) => ({ amountCents, per, vat })),
      limits,
    ),
    restrictions: isDeepStrictEqual([...terms.conditions], [...grant.conditions]),
    subMandate: terms.subMandateAllowed === allowsSub && recorded.parent?.stream === (parent && streamOf('mandate', parent)),
    consent: recorded.consentsNeeded.length > 0 === grant.needsConsent,
  };
  return (Object.keys(same) as GrantField[]).filter((field) => !same[field]);
}

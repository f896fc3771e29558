import { parseStream } from '../../../ledger/ids.js';
import { BEGIN_OF_TIME, END_OF_TIME, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import { ALL_POWERS } from './authority-chain.js';
import type { GrantedPower, GrantedScope } from './mandate-events.js';
import { linkByNow, type GrantRecord, type MandateState } from './mandate.js';

/** HOLDING: who has the power itself (attribution, delegation). GRANT: who may use another's. */
export type PowerRole = 'HOLDING' | 'GRANT';

export interface MandatePowerDoc {
  readonly code: string;
  readonly power?: GrantedPower | undefined;
  /** With `*`: the codes that are left out. */
  readonly except?: readonly string[] | undefined;
}

/**
 * One row per coded power and stretch of days on which the grant names it, whether or not it is in force: a question who could
 * decide also shows who just could not. A code means something within one organisation; a power delegated to another
 * organisation is found in both.
 */
export const mandatePowers: TableDefinition<MandateState> = {
  name: 'mandate_power',
  version: 1,
  columns: { organisation: 'text', code: 'text', role: 'text', kind: 'text', grantor: 'text', holder: 'text', parent: 'text' },
  orders: [
    ['organisation', 'code', 'role'],
    ['code', 'role'],
    ['holder', 'code'],
  ],
  reads: ['acts', 'grant', 'pin'],
  rows(state) {
    const { grant } = state;
    const scopes = linkByNow(state)?.terms.powers;
    if (!grant || !scopes) return [];
    return scopes.flatMap(({ from, until, value }, index) => {
      const period = { validFrom: index === 0 ? BEGIN_OF_TIME : from, validTo: until ?? END_OF_TIME };
      // The law compares codes only; what was granted says more of each power.
      return docsOf(value as GrantedScope).flatMap((doc) =>
        organisationsOf(grant).map((organisation) => row(grant, organisation, period, doc)),
      );
    });
  },
};

function docsOf(scope: GrantedScope): MandatePowerDoc[] {
  if (scope.kind === 'allExcept') return [{ code: ALL_POWERS, except: scope.except }];
  return [...new Map(scope.powers.map((power) => [power.code, { code: power.code, power }])).values()];
}

function roleOf({ kind }: GrantRecord): PowerRole {
  return kind === 'attribution' || kind === 'delegation' ? 'HOLDING' : 'GRANT';
}

function organisationsOf(grant: GrantRecord): string[] {
  const both = roleOf(grant) === 'HOLDING' ? [grant.organisation, grant.holderOrganisation] : [grant.organisation];
  return [...new Set(both)];
}

function row(grant: GrantRecord, organisation: string, period: Pick<ViewRow, 'validFrom' | 'validTo'>, doc: MandatePowerDoc): ViewRow {
  const { kind, grantor, holder, parent } = grant;
  return {
    key: `${doc.code} ${organisation}`,
    ...period,
    audience: { level: 'public', parties: [] },
    columns: {
      organisation,
      code: doc.code,
      role: roleOf(grant),
      kind,
      grantor: grantor?.id ?? null,
      holder: holder.id,
      parent: parent ? parseStream(parent.stream).id : null,
    },
    doc: () => doc,
  };
}

import type { Aggregate } from '../../ledger/aggregate.js';
import { END_OF_TIME, type Projection, type TableDefinition } from '../../views/view-definition.js';
import type { OpenFindings } from './open-finding.js';

const SUFFIX = '_finding';

/**
 * The view of what of an aggregate is not in order, the same for every aggregate. Add it to the projection's tables: that is all it
 * takes to stand in `findings`. Raise the version when `findings` gives others for the same state.
 */
export function findingTable<State>(
  { name }: Pick<Aggregate<State>, 'name'>,
  findings: OpenFindings<State>,
  reads?: TableDefinition<State>['reads'],
  version = 1,
): TableDefinition<State> {
  return {
    name: `${name}${SUFFIX}`,
    version,
    reads,
    columns: { rule: 'text', effect: 'text', parties: 'text', since: 'text' },
    orders: [['since']],
    rows(state, id) {
      const numbers = new Map<string, number>();
      return findings(state, id)
        .filter(({ from, until }) => until === null || from < until)
        .map(({ finding, from, until, audience, parties }) => {
          const { ruleId, effect } = finding;
          const number = (numbers.get(ruleId) ?? 0) + 1;
          numbers.set(ruleId, number);
          return {
            key: `${ruleId} ${number}`,
            validFrom: from,
            validTo: until ?? END_OF_TIME,
            audience,
            // Ids between bars, so that one substring search finds a whole id.
            columns: { rule: ruleId, effect, parties: `|${[...new Set(parties)].join('|')}|`, since: from },
            doc: () => finding,
          };
        });
    },
  };
}

export interface FindingTable {
  readonly aggregate: string;
  readonly table: string;
}

/** The tables of findings among all tables. */
export function findingTables(projections: readonly Projection[]): FindingTable[] {
  return projections.flatMap(({ aggregate, tables }) =>
    tables.filter(({ name }) => name === `${aggregate.name}${SUFFIX}`).map(({ name }) => ({ aggregate: aggregate.name, table: name })),
  );
}

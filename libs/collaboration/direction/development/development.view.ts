import { BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition } from '../../../views/view-definition.js';
import { aboutOf, by, development, needOf, type ChangeStep, type DevelopmentState, type Reflection, type Session } from './development.js';

/** What the API shows of a development on a date: what was held, agreed and reflected on by then. */
export interface DevelopmentDoc {
  readonly need: string;
  readonly party: string;
  readonly functions: readonly string[];
  readonly parties: readonly string[];
  readonly on: string;
  readonly sessions: readonly Session[];
  readonly steps: readonly ChangeStep[];
  readonly reflections: readonly Reflection[];
}

/** One row for every day that ever was, cut where something was added. */
const developments: TableDefinition<DevelopmentState> = {
  name: 'development',
  version: 1,
  columns: { need: 'text', party: 'text', named_on: 'text' },
  orders: [['named_on']],
  reads: ['corrections', 'named', 'readers', 'reflections', 'sessions', 'steps'],
  rows(state) {
    const { named, sessions, steps, reflections, readers } = state;
    const need = needOf(state);
    if (!named || need === undefined) return [];
    const days = [...sessions, ...steps, ...reflections].map(({ on }) => on);
    const starts = [...new Set([BEGIN_OF_TIME, ...days])].sort();
    const { party, functions, parties, on } = named;
    return starts.map((validFrom, index) => {
      const doc: DevelopmentDoc = {
        ...{ need, party, functions, parties, on },
        sessions: by(sessions, validFrom).map((one) => ({ ...one, about: aboutOf(state, one) })),
        steps: by(steps, validFrom),
        reflections: by(reflections, validFrom),
      };
      return {
        key: '',
        validFrom,
        validTo: starts[index + 1] ?? END_OF_TIME,
        audience: { level: 'internal', parties: readers },
        columns: { need, party, named_on: on },
        doc: () => doc,
      };
    });
  },
};

export const developmentProjection: Projection<DevelopmentState> = { aggregate: development, tables: [developments] };

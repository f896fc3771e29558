import { describe, expect, it } from '@jest/globals';
import { rememberingLast, rememberingParts } from './remembering.js';

interface State {
  readonly terms: readonly string[];
  readonly ends: readonly string[];
  readonly notes: number;
}

describe('what was worked out', () => {
  it('is kept for the state and id asked last', () => {
    let times = 0;
    const named = rememberingLast((state: State, id: string) => `${id} ${state.notes} ${(times += 1)}`);
    const state = { terms: [], ends: [], notes: 1 };
    expect([named(state, 'a'), named(state, 'a'), named(state, 'b'), named({ ...state }, 'b')]).toEqual([
      'a 1 1',
      'a 1 1',
      'b 1 2',
      'b 1 3',
    ]);
  });

  it('is kept while the parts it follows from are the same objects, and sees no others', () => {
    const seen: unknown[] = [];
    const days = rememberingParts<State, 'terms' | 'ends', number>(['terms', 'ends'], (parts) => {
      seen.push(parts);
      return parts.terms.length + parts.ends.length;
    });
    const state: State = { terms: ['a'], ends: [], notes: 1 };
    const changed = (more: Partial<State>): State => ({ ...state, ...more });
    expect([days(state), days(changed({ notes: 2 }))]).toEqual([1, 1]);
    expect(seen).toEqual([{ terms: ['a'], ends: [] }]);
    expect(days(changed({ ends: ['b'] }))).toBe(2);
    // Equal is not enough: only what is the very same is known to be.
    expect(days(changed({ terms: ['a'] }))).toBe(1);
    expect(seen).toHaveLength(3);
  });
});

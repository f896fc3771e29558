import { describe, expect, it } from '@jest/globals';
import { stepId } from './personas.js';
import { STORY } from './story.js';
import { untold } from './tell.js';

const names = (steps: readonly { readonly name: string }[]) => steps.map(({ name }) => name);
const heard = (steps: readonly { readonly name: string }[]) => {
  const told = new Set(names(steps).map(stepId));
  return async (commandId: string) => told.has(commandId);
};

describe('a story that was broken off', () => {
  it.each(STORY)('goes on after the last step that was heard of $on, and is not told twice', async ({ steps }) => {
    expect(await untold(steps, heard([]))).toEqual(steps);
    const recorded = steps.filter(({ refusedBy }) => refusedBy === undefined);
    for (const last of recorded) {
      const cut = steps.indexOf(last) + 1;
      // Most refusals leave nothing behind that could be heard.
      const before = recorded.filter((step) => steps.indexOf(step) < cut);
      expect(names(await untold(steps, heard(before)))).toEqual(last === recorded.at(-1) ? [] : names(steps.slice(cut)));
    }
  });

  it('does not ask again what was refused before things changed', async () => {
    const [{ steps } = { steps: [] }] = STORY;
    const formed = steps.findIndex(({ name }) => name === 'Samen Sterk formed');
    expect(steps[formed - 1]?.refusedBy).toBe('PROCESS_OWNER_MISSING');
    const told = heard(steps.slice(0, formed + 1).filter(({ refusedBy }) => refusedBy === undefined));
    expect((await untold(steps, told))[0]).toBe(steps[formed + 1]);
  });

  it('gives every step a name of its own', () => {
    const all = names(STORY.flatMap(({ steps }) => steps));
    expect(new Set(all).size).toBe(all.length);
  });
});

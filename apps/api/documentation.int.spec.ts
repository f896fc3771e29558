import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { SQLITE_LIMITS } from '../../libs/event-stores/sqlite/limits.js';
import { LIMITS } from '../../libs/ledger/limits.js';
import { VIEW_LIMITS } from '../../libs/views/view-limits.js';
import { CODES } from './graphql/faults.js';
import { OPERATION_LIMITS, SUBSCRIPTION_LIMITS } from './graphql/limits.js';

/** Rows of the page's tables, cell by cell; a part is what stands under a heading that holds the words. */
function rows(page: string, heading: string): string[][] {
  const parts = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8').split(/^#+ /m);
  const part = parts.find((text) => text.split('\n')[0]!.includes(heading));
  if (part === undefined) throw new Error(`${page} has no part about ${heading}`);
  const lines = part.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const numbers = (limits: Readonly<Record<string, number>>) =>
  Object.entries(limits).map(([name, value]) => `${name} ${value.toLocaleString('en')}`);

describe('the pages for clients and operators', () => {
  it.each([
    ['libs/ledger/limits.ts', LIMITS],
    ['OPERATION_LIMITS', OPERATION_LIMITS],
    ['SUBSCRIPTION_LIMITS', SUBSCRIPTION_LIMITS],
    ['libs/views/view-limits.ts', VIEW_LIMITS],
    ['libs/event-stores/sqlite/limits.ts', SQLITE_LIMITS],
  ] as const)('list every limit of %s at its value, and no other', (heading, limits) => {
    const listed = rows('limits.md', heading).map(([name, value]) => `${name?.replaceAll('`', '')} ${value}`);
    expect(listed).toEqual(numbers(limits));
  });

  it('list every code of a fault, what it means, what to do, and its status', () => {
    const table = rows('errors.md', 'What can go wrong');
    expect(table.map(([code]) => code?.replaceAll('`', ''))).toEqual([...Object.keys(CODES), 'INTERNAL']);
    for (const cells of table) expect(cells.map((cell) => cell.length > 0)).toEqual([true, true, true, true]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { breakingChanges } from './catalogue-changes.js';
import { eventCatalogue, type CatalogueEntry } from './event-catalogue.js';

/** The specs run compiled, the catalogue stays with the sources. */
const COMMITTED = new URL('../../../libs/collaboration/event-catalogue.json', import.meta.url);
const committed = JSON.parse(readFileSync(COMMITTED, 'utf8')) as CatalogueEntry[];

describe('the event catalogue', () => {
  it('reads whatever was stored under the committed one', () => {
    expect(breakingChanges(committed, eventCatalogue())).toEqual([]);
  });

  it('is the committed one: `npm run generate` adds what is new to it', () => {
    expect(JSON.parse(JSON.stringify(eventCatalogue()))).toEqual(committed);
  });
});

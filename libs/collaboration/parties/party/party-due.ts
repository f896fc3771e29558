import type { Timer } from '../../timers/timer.js';
import type { PartyState } from './party.js';

export const PARTY_END = 'PARTY_END';

/** The day on which a party merges into another or is dissolved: what it holds stays open until somebody decides about it. */
export function partyDue({ ended }: PartyState, id: string): Timer[] {
  if (!ended) return [];
  return [
    {
      key: 'end',
      on: ended.on,
      kind: PARTY_END,
      text: ended.into
        ? { nl: 'De partij gaat op in een andere.', en: 'The party merges into another.' }
        : { nl: 'De partij wordt opgeheven.', en: 'The party is dissolved.' },
      audience: { level: 'public', parties: [] },
      parties: [id, ...(ended.into ? [ended.into] : [])],
    },
  ];
}

import type { Timer } from '../../timers/timer.js';
import { placeOn, type PostState } from './post.js';

export const POST_ABOLITION = 'POST_ABOLITION';

/** The day on which a post is abolished without successor: whatever it holds lapses then. */
export function postDue(state: PostState): Timer[] {
  const { abolished, exists } = state;
  if (!exists || !abolished) return [];
  return [
    {
      key: 'abolition',
      on: abolished.from,
      kind: POST_ABOLITION,
      text: { nl: 'De functie is opgeheven.', en: 'The post is abolished.' },
      audience: { level: 'public', parties: [] },
      parties: [placeOn(state, abolished.from).party],
      followed: true,
    },
  ];
}

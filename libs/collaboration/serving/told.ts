import { isSealed, type Opened, sealContext } from '../../ledger/sealing.js';
import type { WrittenText } from '../free-text.js';
import type { RequestScope } from './request-scope.js';

const WITHHELD = '[niet zichtbaar / withheld]';
const DESTROYED = '[vernietigd sinds / destroyed since';
const KEY_LOST = '[sleutel verloren / key lost]';

/** A personal text opens for signed-in readers of its row; to others, and once its key is gone, it reads as a marker. */
export function openText({ serving, viewer }: RequestScope, { text, event, field }: WrittenText): string | Promise<string> {
  if (!isSealed(text)) return text;
  if (!viewer.seesAll && viewer.party === null) return WITHHELD;
  const opened = serving.keys.open(text, sealContext(event, field));
  if ('kind' in opened) return shown(opened);
  const fetched = opened.then(shown);
  // The field may not be asked for: a key that cannot be fetched is told to those who wait for it, and ends nothing else.
  fetched.catch(() => undefined);
  return fetched;
}

function shown(opened: Opened): string {
  switch (opened.kind) {
    case 'text':
      return opened.text;
    case 'destroyed':
      return `${DESTROYED} ${opened.since}]`;
    case 'keyLost':
      return KEY_LOST;
    default:
      return opened satisfies never;
  }
}

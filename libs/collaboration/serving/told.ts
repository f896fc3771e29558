import { isSealed, sealContext, type SealedText } from '../../ledger/sealing.js';
import type { RequestScope } from './request-scope.js';

/** A text in a row as its event holds it; event and field are what a key ring needs to open it. */
export interface StoredText {
  readonly text: string | SealedText;
  readonly event: string;
  readonly field: string;
}

const WITHHELD = '[niet zichtbaar / withheld]';
const DESTROYED = '[vernietigd sinds / destroyed since';
const KEY_LOST = '[sleutel verloren / key lost]';

/** A personal text opens for signed-in readers of its row; to others, and once its key is gone, it reads as a marker. */
export function openText({ serving, viewer }: RequestScope, { text, event, field }: StoredText): string {
  if (!isSealed(text)) return text;
  if (!viewer.seesAll && viewer.party === null) return WITHHELD;
  const opened = serving.keys.open(text, sealContext(event, field));
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

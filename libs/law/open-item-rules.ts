import { rule } from './rule.js';

/** What stays open until somebody decides about it: nothing ends silently. */
export const OPEN_ITEM_RULES = {
  SUCCESSION_UNDECIDED: rule(
    'F',
    null,
    'Een partij of functie is er niet meer: besluit wie dit voortzet',
    'A party or post is no more: decide who carries this on',
  ),
  MANDATE_LAPSED: rule(
    'F',
    null,
    'Een verlening is vervallen zonder dat iemand dat besloot',
    'A grant has lapsed without anybody deciding so',
  ),
  AUTHORITY_CONTESTED: rule(
    'F',
    null,
    'Het gezag waaronder is besloten, wordt door een latere handeling betwist',
    'The authority under which was decided is contested by a later act',
  ),
  COMMITMENT_OVERDUE: rule('F', null, 'Een toezegging is niet op tijd nagekomen', 'A commitment was not kept in time'),
  COMMITMENT_BREACHED: rule('F', null, 'Een toezegging is geschonden', 'A commitment was breached'),
} as const;

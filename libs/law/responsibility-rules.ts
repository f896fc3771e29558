import { rule } from './rule.js';

/** Who is accountable, and where nobody is. A gap is allowed with a reason and shown: it is a finding, never a refusal. */
export const RESPONSIBILITY_RULES = {
  R1: rule('B', null, 'Nooit twee eindverantwoordelijken tegelijk', 'Never two accountable at once'),
  NO_ACCOUNTABLE: rule('F', null, 'Niemand is eindverantwoordelijk', 'Nobody is accountable'),
  ACCOUNTABLE_NOT_ACCEPTED: rule(
    'F',
    null,
    'De eindverantwoordelijkheid is nog niet aanvaard',
    'The accountability has not been accepted yet',
  ),
  ACCOUNTABLE_POST_VACANT: rule('F', null, 'De eindverantwoordelijke functie is vacant', 'The accountable post is vacant'),
  ACCOUNTABLE_POST_ABOLISHED: rule('F', null, 'De eindverantwoordelijke functie is opgeheven', 'The accountable post has been abolished'),
  MANDATE_MISSING: rule('F', null, 'Het mandaat dat hiervoor nodig is, ontbreekt', 'The mandate this needs is missing'),
} as const;

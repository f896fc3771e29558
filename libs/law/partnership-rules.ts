import { rule } from './rule.js';

/** Who works together, in which roles. No article stands behind them; the partners' own clarity does. */
export const PARTNERSHIP_RULES = {
  PROCESS_OWNER_MISSING: rule('B', null, 'Er is geen proceseigenaar', 'There is no process owner'),
  PROCESS_OWNER_TAKEN: rule('B', null, 'Er is al een proceseigenaar', 'There is a process owner already'),
  MEMBERS_MISSING: rule('B', null, 'Een samenwerkingsverband telt ten minste twee leden', 'A partnership has at least two members'),
  NOT_A_MEMBER: rule('B', null, 'Deze rol is alleen voor leden', 'This role is for members only'),
  NOT_INVITED: rule('B', null, 'Toetreden kan na een uitnodiging', 'Joining takes an invitation'),
  SOFT_TENSION_UNDECLARED: rule(
    'B',
    null,
    'Deze rollen wringen: verklaar hoe daarmee wordt omgegaan',
    'These roles rub: declare how that is handled',
  ),
  HARD_TENSION: rule('B', null, 'Deze rollen gaan niet samen', 'These roles do not go together'),
  WORKING_RULES_PARTIAL: rule('W', null, 'Niet alle leden hebben de spelregels onderschreven', 'Not every member agreed the working rules'),
  MEMBER_MERGED: rule(
    'F',
    null,
    'Een lid is opgegaan in een andere partij: besluit wie zijn plaats en rollen voortzet',
    'A member merged into another party: decide who carries on its place and roles',
  ),
  ROLE_HOLDER_ENDED: rule(
    'F',
    null,
    'De partij of functie die deze rol heeft, bestaat niet meer',
    'The party or post that has this role no longer exists',
  ),
} as const;

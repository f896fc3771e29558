import type { BilingualText } from '../ledger/refusal.js';

/** The roles that every partnership knows. What else it needs are local roles, which it defines itself. */
export const RoleType = {
  COMMISSIONER: 'COMMISSIONER',
  ORCHESTRATOR: 'ORCHESTRATOR',
  CONTRACTOR: 'CONTRACTOR',
  FACILITATOR: 'FACILITATOR',
  ENFORCER: 'ENFORCER',
  EXPERTISE_SUPPLIER: 'EXPERTISE_SUPPLIER',
  DIVERSITY_PROMOTER: 'DIVERSITY_PROMOTER',
  CONNECTOR: 'CONNECTOR',
  NETWORK_PARTNER: 'NETWORK_PARTNER',
  FUNDER: 'FUNDER',
  FRAMEWORK_SETTER: 'FRAMEWORK_SETTER',
  CONTROLLER: 'CONTROLLER',
  EXECUTIVE: 'EXECUTIVE',
  PROCESS_OWNER: 'PROCESS_OWNER',
  PROCESS_FACILITATOR: 'PROCESS_FACILITATOR',
  INITIATOR: 'INITIATOR',
  CHALLENGER: 'CHALLENGER',
  PARTICIPANT: 'PARTICIPANT',
  ASSESSOR: 'ASSESSOR',
  ASSESSED: 'ASSESSED',
  DECIDER: 'DECIDER',
  OBJECTION_HANDLER: 'OBJECTION_HANDLER',
  ADVISER: 'ADVISER',
  AUDITOR: 'AUDITOR',
  OBSERVER: 'OBSERVER',
} as const;
export type RoleType = (typeof RoleType)[keyof typeof RoleType];

export const ROLE_NAMES: Readonly<Record<RoleType, BilingualText>> = {
  COMMISSIONER: { nl: 'opdrachtgever', en: 'commissioner' },
  ORCHESTRATOR: { nl: 'regievoerder', en: 'orchestrator' },
  CONTRACTOR: { nl: 'opdrachtnemer', en: 'contractor' },
  FACILITATOR: { nl: 'facilitator', en: 'facilitator' },
  ENFORCER: { nl: 'handhaver', en: 'enforcer' },
  EXPERTISE_SUPPLIER: { nl: 'leverancier van expertise', en: 'expertise supplier' },
  DIVERSITY_PROMOTER: { nl: 'bevorderaar van diversiteit', en: 'diversity promoter' },
  CONNECTOR: { nl: 'verbinder', en: 'connector' },
  NETWORK_PARTNER: { nl: 'netwerkpartner', en: 'network partner' },
  FUNDER: { nl: 'financier', en: 'funder' },
  FRAMEWORK_SETTER: { nl: 'kadersteller', en: 'framework setter' },
  CONTROLLER: { nl: 'controleur', en: 'controller' },
  EXECUTIVE: { nl: 'bestuurder', en: 'executive' },
  PROCESS_OWNER: { nl: 'proceseigenaar', en: 'process owner' },
  PROCESS_FACILITATOR: { nl: 'procesbegeleider', en: 'process facilitator' },
  INITIATOR: { nl: 'initiatiefnemer', en: 'initiator' },
  CHALLENGER: { nl: 'uitdager', en: 'challenger' },
  PARTICIPANT: { nl: 'deelnemer', en: 'participant' },
  ASSESSOR: { nl: 'beoordelaar', en: 'assessor' },
  ASSESSED: { nl: 'beoordeelde', en: 'assessed' },
  DECIDER: { nl: 'beslisser', en: 'decider' },
  OBJECTION_HANDLER: { nl: 'bezwaarbehandelaar', en: 'objection handler' },
  ADVISER: { nl: 'adviseur', en: 'adviser' },
  AUDITOR: { nl: 'auditor', en: 'auditor' },
  OBSERVER: { nl: 'waarnemer', en: 'observer' },
};

/**
 * Roles in which one binds the others: sets the task, the course, the money or the frame, applies rules to the others, carries the
 * process or decides in a case. Whoever does that answers to the others as a member. A controller and an auditor look on and
 * judge afterwards, so that they may be guests, as a council or an audit office is.
 */
const DECIDING_ROLES: ReadonlySet<string> = new Set<RoleType>([
  'COMMISSIONER',
  'ORCHESTRATOR',
  'ENFORCER',
  'FUNDER',
  'FRAMEWORK_SETTER',
  'EXECUTIVE',
  'PROCESS_OWNER',
  'DECIDER',
]);

export function isRoleType(code: string): code is RoleType {
  return Object.hasOwn(RoleType, code);
}

export function isDeciding(code: string): boolean {
  return DECIDING_ROLES.has(code);
}

/** What a role is called; a local one by its code. */
export function roleName(code: string): BilingualText {
  return isRoleType(code) ? ROLE_NAMES[code] : { nl: code, en: code };
}

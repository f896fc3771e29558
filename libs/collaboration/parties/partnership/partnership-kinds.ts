/** At which scale partners work together; choosing it says why. */
export const PartnershipScale = {
  NEIGHBOURHOOD: 'NEIGHBOURHOOD',
  LOCAL: 'LOCAL',
  REGIONAL: 'REGIONAL',
  PROVINCIAL: 'PROVINCIAL',
  NATIONAL: 'NATIONAL',
} as const;
export type PartnershipScale = (typeof PartnershipScale)[keyof typeof PartnershipScale];

/** What the partners do after they evaluated their working together. */
export const PartnershipOutlook = { CONTINUE: 'CONTINUE', ADJUST: 'ADJUST', END: 'END' } as const;
export type PartnershipOutlook = (typeof PartnershipOutlook)[keyof typeof PartnershipOutlook];

export const SeatKind = { MEMBER: 'MEMBER', GUEST: 'GUEST' } as const;
export type SeatKind = (typeof SeatKind)[keyof typeof SeatKind];

/** What a correction names. Names are clerical; the others are what was agreed, and a correction never touches that. */
export const PartnershipField = {
  NAME: 'NAME',
  ROLE_NAME: 'ROLE_NAME',
  PURPOSE: 'PURPOSE',
  MEMBERS: 'MEMBERS',
  ROLES: 'ROLES',
} as const;
export type PartnershipField = (typeof PartnershipField)[keyof typeof PartnershipField];

export const CLERICAL_FIELDS = ['NAME', 'ROLE_NAME'] as const;
export type ClericalPartnershipField = (typeof CLERICAL_FIELDS)[number];

export function isClerical(field: PartnershipField): field is ClericalPartnershipField {
  return (CLERICAL_FIELDS as readonly PartnershipField[]).includes(field);
}

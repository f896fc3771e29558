import type { LocalDate } from '../ledger/local-date.js';
import type { BilingualText } from '../ledger/refusal.js';
import type { RoleType } from './partnership-roles.js';

/** Two roles that rub when one bears both. */
export interface RoleTension {
  readonly roles: readonly [RoleType, RoleType];
  /** HARD: never together. SOFT: only with a declaration of how it is handled, or a linked dilemma. */
  readonly kind: 'HARD' | 'SOFT';
  /** Who may not bear both: the party, whichever of its posts has the role, or the very post or party that has it. */
  readonly bearer: 'PARTY' | 'ASSIGNEE';
  /** SAME: only in one matter (zaak); a role without a matter is for every matter. ANY: whatever each is about. */
  readonly matter: 'SAME' | 'ANY';
  readonly reason: BilingualText;
}

export interface TensionMatrix {
  readonly version: string;
  /** First day on which roles are weighed with it. */
  readonly validFrom: LocalDate;
  readonly tensions: readonly RoleTension[];
}

/** A later version is added, never put in the place of an earlier one: events name the version they were weighed with. */
export const TENSION_MATRICES: readonly TensionMatrix[] = [
  {
    version: '1',
    validFrom: '2020-01-01',
    tensions: [
      hard('ASSESSOR', 'ASSESSED', 'PARTY', {
        nl: 'Wie beoordeelt, is niet degene die beoordeeld wordt.',
        en: 'The assessor is not the one who is assessed.',
      }),
      hard('DECIDER', 'OBJECTION_HANDLER', 'ASSIGNEE', {
        nl: 'Wie in een zaak besluit, behandelt niet het bezwaar ertegen.',
        en: 'Whoever decides in a case does not handle the objection to it.',
      }),
      soft('COMMISSIONER', 'NETWORK_PARTNER', {
        nl: 'Een opdrachtgever staat boven wie hij als netwerkpartner naast zich heeft.',
        en: 'A commissioner stands above those beside whom a network partner stands.',
      }),
      soft('ORCHESTRATOR', 'CONTRACTOR', {
        nl: 'Een regievoerder stuurt het werk dat hij als opdrachtnemer zelf levert.',
        en: 'An orchestrator steers the work that it supplies itself as contractor.',
      }),
      soft('ENFORCER', 'FACILITATOR', {
        nl: 'Een handhaver stelt grenzen aan wat hij als facilitator mogelijk maakt.',
        en: 'An enforcer limits what it makes possible as facilitator.',
      }),
      soft('ENFORCER', 'EXPERTISE_SUPPLIER', {
        nl: 'Wie om raad komt bij een handhaver, legt zich bloot aan handhaving.',
        en: 'Whoever comes to an enforcer for advice lays itself open to enforcement.',
      }),
      soft('ENFORCER', 'DIVERSITY_PROMOTER', {
        nl: 'Een handhaver past één regel toe waar ruimte voor verschil is beloofd.',
        en: 'An enforcer applies one rule where room for difference was promised.',
      }),
      soft('FUNDER', 'ASSESSOR', {
        nl: 'Een financier heeft belang bij het oordeel over wat hij betaalt.',
        en: 'A funder has an interest in the judgement of what it pays for.',
      }),
      soft('CONTROLLER', 'EXECUTIVE', {
        nl: 'Wie bestuurt, controleert zichzelf niet.',
        en: 'Whoever governs does not control itself.',
      }),
    ],
  },
];

/** The version by which roles are weighed on a day; before the first one, that one. */
export function tensionMatrixOn(date: LocalDate): TensionMatrix {
  const found = TENSION_MATRICES.findLast(({ validFrom }) => validFrom <= date) ?? TENSION_MATRICES[0];
  if (!found) throw new Error('there is no tension matrix');
  return found;
}

/** What the roles of two assignments say of each other, whoever bears them; undefined when they go together. */
export function tensionBetween(matrix: TensionMatrix, one: string, other: string): RoleTension | undefined {
  return matrix.tensions.find(({ roles: [a, b] }) => (a === one && b === other) || (a === other && b === one));
}

function hard(a: RoleType, b: RoleType, bearer: RoleTension['bearer'], reason: BilingualText): RoleTension {
  return { roles: [a, b], kind: 'HARD', bearer, matter: 'SAME', reason };
}

function soft(a: RoleType, b: RoleType, reason: BilingualText): RoleTension {
  return { roles: [a, b], kind: 'SOFT', bearer: 'PARTY', matter: 'ANY', reason };
}

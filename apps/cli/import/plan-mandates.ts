import { subjectIdOf } from '../../../libs/ledger/ids.js';
import type { MandateKind, VatBasisChoice } from '../../../libs/collaboration/authority/mandate/granting.commands.js';
import type {
  GrantingBody,
  GrantKind,
  PlannedGrant,
  PlannedLimit,
  PlannedPost,
  ReadRow,
  RegisterReading,
} from '../../../libs/interop/mandate-register/register-reading.js';
import { grantKey, postKey } from '../../../libs/interop/mandate-register/register-reading.js';
import { bodyCommandId, bodyStep } from './plan-bodies.js';
import { missingPosts, organisationSteps, postSteps } from './plan-posts.js';
import { differencesBetween, type GrantField } from './recorded-grant.js';
import { earliestStart, mandateCommandId, parentIdOf, postCommandId, type RegisterSituation } from './register-situation.js';
import { stepFor, type Step } from './step.js';

export interface PlannedMandate {
  readonly grant: PlannedGrant;
  readonly id: string;
  /** `different`: an earlier import registered it with other content, which stays. */
  readonly state: 'new' | 'found' | 'different';
  readonly differences: readonly GrantField[];
  /** Only of a new one. */
  readonly step?: Step;
}

export interface PlannedRow {
  readonly row: ReadRow;
  /** Parents before their sub-mandates. */
  readonly mandates: readonly PlannedMandate[];
}

export interface MandatePlan {
  /** Bodies, and organisations nobody named: to be registered first. */
  readonly parties: readonly Step[];
  readonly posts: readonly Step[];
  readonly rows: readonly PlannedRow[];
}

const KINDS = {
  mandaat: 'MANDATE',
  volmacht: 'POWER_OF_ATTORNEY',
  machtiging: 'AUTHORISATION',
  delegation: 'DELEGATION',
  signing: 'SIGNING_MANDATE',
} as const satisfies Record<GrantKind, keyof typeof MandateKind>;
/** The law knows no "not stated": an amount that does not say is compared as it stands. */
const VAT = { included: 'INCLUDING', excluded: 'EXCLUDING', notStated: 'NOT_APPLICABLE' } as const satisfies Record<
  PlannedLimit['vat'],
  keyof typeof VatBasisChoice
>;

/** What has to be recorded so that the ledger holds the register. Pure: the same register and situation, the same plan. */
export function planMandates({ rows }: RegisterReading, situation: RegisterSituation): MandatePlan {
  const read = rows.filter((row) => row.kind === 'read');
  const all = read.flatMap(({ grants }) => grants);
  const missing = all.filter((grant) => !situation.mandates.has(grantKey(grant)));
  const posts = missingPosts(missing, all, situation);
  return {
    parties: [...bodySteps(missing, situation), ...organisationSteps(posts, situation)],
    posts: postSteps(posts, situation),
    rows: read.map((row) => ({ row, mandates: row.grants.map((grant) => plannedMandate(grant, situation)) })),
  };
}

function plannedMandate(grant: PlannedGrant, situation: RegisterSituation): PlannedMandate {
  const municipality = situation.municipality.id;
  const id = subjectIdOf(mandateCommandId(municipality, grant));
  const recorded = situation.mandates.get(grantKey(grant));
  if (!recorded) return { grant, id, state: 'new', differences: [], step: mandateStep(grant, situation) };
  const differences = differencesBetween(grant, recorded, parentIdOf(grant, municipality));
  return { grant, id, state: differences.length === 0 ? 'found' : 'different', differences };
}

/** A grant of a register as the command that registers it. */
function mandateStep(grant: PlannedGrant, situation: RegisterSituation): Step {
  const { municipality, file, attester } = situation;
  const parent = parentIdOf(grant, municipality.id);
  const grantor = parent === undefined ? { body: bodyId(grant.grantor, situation) } : { parent };
  const holder = grant.holder.body
    ? { holderParty: bodyId(grant.holder.body, situation) }
    : { holderPost: postId(grant.holder, situation) };
  return stepFor({
    command: 'RegisterMandate',
    commandId: mandateCommandId(municipality.id, grant),
    name: `${grant.nr} ${grant.holder.name}`,
    input: {
      kind: KINDS[grant.kind],
      ...grantor,
      ...holder,
      powers: [{ code: grant.power.code, name: grant.power.name, legalBasis: grant.legalBasis.citations }],
      limits: grant.limits.map(({ amountCents, vat }) => ({ amountCents, per: 'ACT', vat: VAT[vat] })),
      conditions: grant.conditions,
      subMandateAllowed: grant.subMandateAllowedFor !== undefined,
      from: grant.start,
      instrument: { reference: grant.instrument },
      ...(grant.kind === 'delegation' ? { statutoryBasis: grant.legalBasis.text } : {}),
      // The register is what says whether consent is asked; a sub-mandate waits with its parent.
      consentsNeeded: grant.needsConsent ? ['HOLDER', 'ORGANISATION'] : [],
      source: `${grant.instrument}, ${file}`,
      attester,
    },
    needs: [...Object.values(grantor), ...Object.values(holder)],
  });
}

function bodyId(body: GrantingBody, { bodies, municipality }: RegisterSituation): string {
  return bodies[body] ?? subjectIdOf(bodyCommandId(body, municipality.id));
}

function postId(post: PlannedPost, { posts, municipality }: RegisterSituation): string {
  return posts.get(postKey(post)) ?? subjectIdOf(postCommandId(municipality.id, post));
}

function bodySteps(missing: readonly PlannedGrant[], { bodies, municipality, file }: RegisterSituation): Step[] {
  const named = new Set(missing.flatMap(({ grantor, holder }) => [grantor, ...(holder.body ? [holder.body] : [])]));
  const from = earliestStart(missing);
  return [...named].filter((body) => bodies[body] === undefined).map((body) => bodyStep(body, municipality, { from, source: file }));
}

import { authorityRefusal } from '../../../law/authority-refusal.js';
import type { AuthorityQuestion } from '../../../law/authority-question.js';
import type { AuthorityLink } from '../../../law/authority-link.js';
import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { Verdict } from '../../../law/verdict.js';
import type { DecideContext, EventDraft, LoadedStreams, Refused, Reservation } from '../../../ledger/aggregate.js';
import type { DecidedBy } from '../../../ledger/envelope.js';
import { parseStream } from '../../../ledger/ids.js';
import type { Pin, Refusal } from '../../../ledger/refusal.js';
import { speaksFor } from '../../authorisation.js';
import { instructionsOn, mandate, type MandateState } from '../../authority/mandate/mandate.js';
import { withActingParty } from '../../deciding/drafting.js';
import { post, whoActs } from '../../parties/post/post.js';
import {
  delegationTo,
  endsInDelegation,
  holderOn,
  loadedAuthority,
  verdictFor,
  verdictWarnings,
  type AuthorityRequest,
} from './decision-authority.js';
import { audienceOf } from './decision-drafts.js';
import { decisionEvents, type DecisionDetails, type TakenData } from './decision-events.js';
import type { ActingCapacity, AttemptKind } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';
import { limitUses, linkThatNeedsBeneficiary, type LimitUse } from './decision-limits.js';

/** A live act in the name of a body: who does it, under what, and what it is. */
export interface Act {
  readonly kind: AttemptKind;
  readonly request: AuthorityRequest;
  readonly question: AuthorityQuestion;
  readonly details: Pick<DecisionDetails, 'drafters' | 'person' | 'nature' | 'body' | 'restrictions' | 'mandateProvidedBy'>;
  readonly context: DecideContext;
}

/** The act can be done: by whom, through which chain. */
export interface Authorised {
  readonly capacity: ActingCapacity;
  readonly holder?: string;
  readonly deputyPost?: string;
  readonly chain: readonly AuthorityLink[];
  /** The delegation by which the body itself has the power (Awb 10:13). */
  readonly delegation?: AuthorityLink;
  readonly verdict: Verdict;
  readonly warnings: readonly Finding[];
  readonly uses: readonly LimitUse[];
  readonly decidedBy: DecidedBy;
  /** The mandate used, as it stood. */
  readonly pin?: Pin;
}

/** Decides in the body's own name and not under a mandate: the body itself, or the body a power was delegated to. */
export function isOwnDecision({ chain }: Pick<Authorised, 'chain'>): boolean {
  return chain.length === 0 || endsInDelegation(chain);
}

/**
 * Whether the actor may do this act now: first who acts (the body, the organisation or the person in the post), then what the
 * law keeps from every mandate, then whether each link carries it. A refusal is recorded.
 */
export function authorise(act: Act): Authorised | Refused {
  const { request, question, context } = act;
  const { chain, holdings } = loadedAuthority(request, context.loaded);
  const acting = whoIsActing(act, chain);
  if ('refused' in acting) return acting;
  const barred = barredFromMandate(act, chain);
  if (barred) return refused(act, barred);
  const asked = acting.holder === undefined ? question : { ...question, holder: acting.holder };
  const verdict = verdictFor({ body: request.body, chain, holdings, question: asked });
  const outside = authorityRefusal(verdict);
  if (outside) return refused(act, outside);
  const unnamed = linkThatNeedsBeneficiary(chain, question);
  if (unnamed) return refused(act, limitPerBeneficiary(unnamed));
  const pin = chain.at(-1)?.pin;
  const delegation = delegationTo(request.body, [...chain, ...holdings], question);
  return {
    ...acting,
    chain,
    ...(delegation ? { delegation } : {}),
    verdict,
    warnings: [...verdictWarnings(verdict), ...instructions(chain, act)],
    uses: limitUses(chain, question),
    decidedBy: {
      party: request.body,
      actor: context.actor.person,
      ...(acting.capacity === 'BODY' || acting.capacity === 'ORGANISATION' ? {} : { post: acting.holder }),
    },
    ...(pin ? { pin } : {}),
  };
}

/** A declared interest excludes the person who decides (law.md I1). */
export function ownInterest({ interests }: DecisionState, { actor }: DecideContext): Refusal | undefined {
  if (!interests.some(({ declarant }) => declarant === actor.person)) return undefined;
  return refusal('I1', {
    detail: { nl: 'U hebt bij dit besluit een persoonlijk belang gemeld.', en: 'You declared a personal interest in this decision.' },
  });
}

type Acting = Pick<Authorised, 'capacity' | 'holder' | 'deputyPost'>;

function whoIsActing(act: Act, chain: readonly AuthorityLink[]): Acting | Refused {
  const { request, question, context } = act;
  const { body } = request;
  const { onDate } = question;
  const last = chain.at(-1);
  if (!last || endsInDelegation(chain)) {
    return speaksFor(context, body) ? { capacity: 'BODY' } : refused(act, notTheBody(request, chain));
  }
  const holder = holderOn(last, onDate);
  if (holder === undefined) return refused(act, notInThePost(last.pin));
  const held = context.loaded.of(post, holder);
  if (!held.exists) return speaksFor(context, holder) ? { capacity: 'ORGANISATION', holder } : refused(act, notInThePost(last.pin));
  const role = whoActs(held.state, context.actor.person, onDate);
  if (role === undefined) return refused(act, notInThePost(last.pin, held.pin));
  const deputy = held.state.occupants.find((one) => one.role === 'deputy' && one.actor === context.actor.person);
  const capacities = { holder: 'HOLDER', acting: 'ACTING', deputy: 'DEPUTY' } as const;
  return { capacity: capacities[role], holder, ...(role === 'deputy' && deputy?.post ? { deputyPost: deputy.post } : {}) };
}

/** Refused, and recorded for the acting party and whoever grants (audiences.md). */
export function refused(act: Act, because: Refusal): Refused {
  const { kind, request, question, details, context } = act;
  const failing = because.pins[0];
  const data = {
    attempt: kind,
    onDate: question.onDate,
    ruleId: because.ruleId,
    ...(because.legalBasis === null ? {} : { legalBasis: because.legalBasis }),
    ...(request.mandate === undefined ? {} : { mandate: request.mandate }),
    ...(failing ? { failing } : {}),
    detail: because.detail,
  };
  const grantor = failing && grantorOf(failing, context.loaded);
  const { level } = audienceOf('preparation', details, context);
  const parties = withActingParty([details.body], context, grantor ? [grantor] : []);
  const record: EventDraft = { type: decisionEvents.attemptRefused.type, data, audience: { level, parties }, actDate: question.onDate };
  return { refused: because, record };
}

function grantorOf({ stream }: Pin, loaded: LoadedStreams): string | undefined {
  const { aggregate, id } = parseStream(stream);
  return aggregate === mandate.name ? loaded.of(mandate, id).state.grant?.grantor?.party : undefined;
}

/** A share of every yearly limit; beyond it the act is refused and recorded. */
export function reservations(act: Act, uses: readonly LimitUse[]): Reservation[] {
  return uses.map(({ link, pool, amount, capacity }) => ({
    pool,
    amount,
    capacity,
    whenFull: (available) =>
      refused(
        act,
        refusal('D3', {
          detail: {
            nl: `Van de jaarlimiet is nog ${available} cent over; dit besluit vraagt ${amount} cent.`,
            en: `The yearly limit has ${available} cents left; this decision asks for ${amount} cents.`,
          },
          pins: [link.pin],
        }),
      ),
  }));
}

/** What no mandate can carry: signing is no deciding (D4), binding rules, qualified majorities, annulment and approval (M7), and what statute or nature opposes (M15). */
function barredFromMandate({ kind, details, question, context }: Act, chain: readonly AuthorityLink[]): Refusal | undefined {
  const last = chain.at(-1);
  if (!last || endsInDelegation(chain)) return undefined;
  const powers = chain.flatMap((link) => grantedPower(context.loaded.of(mandate, parseStream(link.stream).id).state, question.power));
  const flags = new Set([...details.restrictions, ...powers.flatMap(({ restrictions = [] }) => restrictions)]);
  const provided = details.mandateProvidedBy !== undefined || powers.some(({ mandateProvidedBy }) => mandateProvidedBy !== undefined);
  const bindingRules = flags.has('BINDING_RULES') || details.nature === 'GENERALLY_BINDING_REGULATION';
  const pins = chain.map(({ pin }) => pin).reverse();
  if (last.kind === 'signingMandate' && kind !== 'SIGN') {
    return refusal('D4', {
      detail: { nl: 'Met een ondertekeningsmandaat wordt niet besloten.', en: 'A signing mandate does not empower to decide.' },
      pins,
    });
  }
  if ((bindingRules && !provided) || flags.has('QUALIFIED_MAJORITY') || flags.has('ANNULMENT_OR_APPROVAL')) {
    return refusal('M7', {
      detail: { nl: 'Alleen het orgaan zelf kan dit besluiten.', en: 'Only the body itself can decide this.' },
      pins,
    });
  }
  if (!flags.has('STATUTE_OR_NATURE_OPPOSES')) return undefined;
  return refusal('M15', {
    detail: { nl: 'Deze bevoegdheid leent zich niet voor mandaat.', en: 'This power does not lend itself to a mandate.' },
    pins,
  });
}

function grantedPower({ grant }: MandateState, code: string) {
  const scope = grant?.terms.powers;
  return scope?.kind === 'listed' ? scope.powers.filter((power) => power.code === code) : [];
}

/** Instructions are internal, so that a public decision only says that there are some (law.md D5). */
function instructions(chain: readonly AuthorityLink[], { question, context }: Act): Finding[] {
  const open = chain.flatMap((link) => instructionsOn(context.loaded.of(mandate, parseStream(link.stream).id).state, question.onDate));
  const count = open.filter(({ forCase }) => forCase === undefined || forCase === question.forCase).length;
  if (count === 0) return [];
  return [
    finding('D5', {
      detail: {
        nl: `Er gelden ${count} aanwijzingen voor het gebruik van dit mandaat.`,
        en: `${count} instructions apply to the use of this mandate.`,
      },
    }),
  ];
}

function notTheBody({ body }: AuthorityRequest, chain: readonly AuthorityLink[]): Refusal {
  return refusal('D1', {
    detail: {
      nl: `Zonder mandaat besluit alleen het orgaan zelf (${body}).`,
      en: `Without a mandate only the body itself decides (${body}).`,
    },
    pins: chain.map(({ pin }) => pin),
  });
}

function notInThePost(...pins: (Pin | undefined)[]): Refusal {
  return refusal('POST_NOT_FILLED_BY_ACTOR', {
    detail: {
      nl: 'Op die dag was u geen houder, waarnemer of plaatsvervanger van de functie die het mandaat houdt.',
      en: 'On that day you were not the holder, acting holder or deputy of the post that holds the mandate.',
    },
    pins: pins.filter((pin) => pin !== undefined),
  });
}

function limitPerBeneficiary({ pin }: AuthorityLink): Refusal {
  return refusal('D3', {
    detail: {
      nl: 'Het mandaat kent een grens per begunstigde en per jaar; dit besluit noemt geen begunstigde.',
      en: 'The mandate has a limit per beneficiary and year; this decision names no beneficiary.',
    },
    pins: [pin],
  });
}

/** The part of a decision's event that says who did it and under what. */
export function authorityData({
  capacity,
  holder,
  deputyPost,
  chain,
}: Authorised): Pick<TakenData, 'capacity' | 'holder' | 'deputyPost' | 'mandate'> {
  const last = chain.at(-1);
  return { capacity, holder, deputyPost, ...(last ? { mandate: parseStream(last.stream).id } : {}) };
}

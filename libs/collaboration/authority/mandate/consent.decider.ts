import type { Consenter } from '../../../law/authority-link.js';
import { refusal } from '../../../law/rules.js';
import type { DecideContext, Decision, LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { contains } from '../../../ledger/period.js';
import { forbidden, speaksFor } from '../../authorisation.js';
import { originOf } from '../../deciding/drafting.js';
import { actInFuture, liveDay, notNow } from '../../deciding/refusing.js';
import { party } from '../../parties/party/party.js';
import { post } from '../../parties/post/post.js';
import { byDeputy, currentHolder, inPost, keepsRecordsOf, notInPost, partiesToMandate, partners, recorded, type Rule } from './acting.js';
import { completedBy, jointSigner, signingPosts, type JointSigner } from './consents.js';
import { mandateEvents } from './mandate-events.js';
import type * as commands from './mandate.commands.js';
import type { GrantRecord, MandateState } from './mandate.js';
import { responsibilityFor } from './responsibility.js';

export const consentToMandate: Rule<commands.ConsentToMandate> = {
  subject: ({ mandate }) => mandate,
  needs: consenters,
  lookups: responsibleBodies,
  decide(command, state, context) {
    return answering({ name: 'ConsentToMandate', ...command, given: true }, state, context, (by, { post: answeredBy, joint }) => {
      if (state.consents.some((one) => one.by === by && one.given)) return undefined;
      const before = joint && completedBy(state.cosigned, by, joint, context);
      if (before || !joint)
        return { type: mandateEvents.consentGiven.type, data: { by, post: answeredBy, jointlyWith: before?.post }, notBefore: before?.on };
      const known = state.cosigned.some((one) => one.by === by && one.post === joint.post);
      return known ? undefined : { type: mandateEvents.consentCosigned.type, data: { by, post: joint.post } };
    });
  },
};

export const refuseConsent: Rule<commands.RefuseConsent> = {
  subject: ({ mandate }) => mandate,
  needs: consenters,
  lookups: responsibleBodies,
  decide(command, state, context) {
    if (state.consents.some((one) => one.by === command.as && one.given))
      return notNow('De instemming is al gegeven.', 'The consent was given already.');
    return answering({ name: 'RefuseConsent', ...command, given: false }, state, context, (by, { post: answeredBy }) => {
      const data = { by, post: answeredBy, reason: command.reason };
      return state.consents.findLast((one) => one.by === by) ? undefined : { type: mandateEvents.consentRefused.type, data };
    });
  },
};

export const registerConsent: Rule<commands.RegisterConsent> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { by, on } = command;
    const { grant } = state;
    if (!grant) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
    const mayRegister =
      [grant.organisation, grant.holderOrganisation].some((one) => keepsRecordsOf(one, context)) || speaksFor(context, grant.holder.party);
    if (!mayRegister) return forbidden('only the holder, its organisation or a registrar registers a consent');
    if (on > context.today) return actInFuture(context);
    if (!grant.consentsNeeded.includes(by)) return notExpected();
    if (state.consents.some((one) => one.by === by && one.given)) return { accepted: [] };
    return {
      accepted: [
        { type: mandateEvents.consentGiven.type, data: { by }, actDate: on, audience: partners(state, context), ...originOf(command) },
      ],
    };
  },
};

interface Answer {
  readonly name: string;
  readonly as: Consenter;
  readonly actDate?: LocalDate;
}

interface Given {
  readonly type: string;
  readonly data: object;
  /** The day of the first of two consents: whoever tells of the earlier one last does not make it count before. */
  readonly notBefore?: LocalDate | undefined;
}

function answering(
  { name, as: by, actDate, given }: Answer & { given: boolean },
  state: MandateState,
  context: DecideContext,
  event: (by: Consenter, answering: Acting) => Given | undefined,
): Decision {
  const { grant } = state;
  if (!grant) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
  const acted = liveDay(actDate, context);
  if ('refused' in acted) return acted;
  const { day } = acted;
  if (!grant.consentsNeeded.includes(by)) return notExpected();
  const asked = { day, context, given };
  const answer = by === 'holder' ? asHolder(state, asked) : asOrganisation(grant, asked);
  if ('decision' in answer) return recorded(name, answer.decision, state, context);
  const found = event(by, answer);
  const deputy = byDeputy(answer.post === undefined ? undefined : { kind: 'post', id: answer.post, party: answer.party }, day, context);
  const decidedBy = { party: answer.party, post: answer.post, actor: context.actor.person };
  return {
    accepted: found
      ? [
          {
            type: found.type,
            data: { ...found.data, ...deputy },
            actDate: found.notBefore !== undefined && found.notBefore > day ? found.notBefore : day,
            decidedBy: withoutPost(decidedBy),
            audience: partners(state, context),
          },
        ]
      : [],
  };
}

/** Who answers; `joint` when the signature needs one more. */
interface Acting {
  readonly party: string;
  readonly post?: string;
  readonly joint?: JointSigner;
}
type Answering = Acting | { readonly decision: Decision };

interface Asked {
  readonly day: LocalDate;
  readonly context: DecideContext;
  /** Of two who represent only together each consents; a refusal takes somebody who represents alone. */
  readonly given: boolean;
}

/** The person in the holder's post; an organisation that holds it answers through whoever represents it. */
function asHolder(state: MandateState, asked: Asked): Answering {
  const { day, context } = asked;
  const holder = currentHolder(state, context.loaded, day);
  if (!holder) return { decision: forbidden('nobody holds this') };
  const organisation = state.grant?.holderOrganisation ?? holder.party;
  if (!speaksFor(context, holder.party) && !speaksFor(context, organisation))
    return { decision: forbidden('only the holder answers for the holder') };
  if (holder.kind === 'party') return representing(holder.id, [holder.id], asked);
  return inPost(holder.id, day, context)
    ? { party: holder.party, post: holder.id }
    : { decision: { refused: notInPost(holder.id, context) } };
}

/** In a municipality the body that is responsible; elsewhere a post that represents the organisation, or two together. */
function asOrganisation(grant: GrantRecord, asked: Asked): Answering {
  const { context } = asked;
  const { holder, holderOrganisation } = grant;
  const bodies = bodyLookups(grant, context.loaded).flatMap((lookup) => context.loaded.found(lookup));
  const body = bodies.find((id) => speaksFor(context, id));
  if (body !== undefined) return { party: body };
  if (bodies.length > 0) return { decision: forbidden('only the body responsible for the holder answers for the organisation') };
  return representing(holderOrganisation, [...new Set([holder.party, holderOrganisation])], asked);
}

function representing(id: string, parties: readonly string[], { day, context, given }: Asked): Answering {
  if (!parties.some((one) => speaksFor(context, one))) return { decision: forbidden('only the organisation itself answers for it') };
  const posts = representatives(parties, context.loaded, day);
  const acting = posts.find((one) => inPost(one, day, context));
  if (acting !== undefined) return { party: id, post: acting };
  const joint = given ? jointSigner(parties, day, context) : undefined;
  if (joint) return { party: id, post: joint.post, joint };
  // A body speaks as itself; who sits in it is no post.
  if (posts.length === 0 && parties.some((one) => isBody(one, context.loaded))) return { party: id };
  const { pin } = context.loaded.of(party, id);
  return {
    decision: {
      refused: refusal('V4', {
        detail: {
          nl: 'De handelende persoon mag de organisatie op die dag niet alleen vertegenwoordigen.',
          en: 'The acting person may not represent the organisation alone on that day.',
        },
        pins: pin ? [pin] : [],
      }),
    },
  };
}

function isBody(id: string, loaded: LoadedStreams): boolean {
  return loaded.of(party, id).state.details.some(({ value }) => value.administrativeBody !== undefined);
}

/** Posts that sign alone for a party on a day. */
function representatives(parties: readonly string[], loaded: LoadedStreams, on: LocalDate): string[] {
  const named = parties.flatMap((id) => loaded.of(party, id).state.representatives);
  return named.filter(({ alone, from, until }) => alone && contains({ from, until: until ?? null }, on)).map((one) => one.post);
}

function consenters(command: unknown, state: MandateState, loaded: LoadedStreams): Need[] {
  const { grant } = state;
  const posts = grant ? signingPosts([...new Set([grant.holder.party, grant.holderOrganisation])], loaded) : [];
  return [...partiesToMandate(command, state, loaded), ...posts.map((id) => ({ aggregate: post.name, id }))];
}

function responsibleBodies({ as }: { as: Consenter }, { grant }: MandateState, loaded: LoadedStreams): Lookup[] {
  return grant && as === 'organisation' ? bodyLookups(grant, loaded) : [];
}

function bodyLookups({ holder, holderOrganisation, from }: GrantRecord, loaded: LoadedStreams): Lookup[] {
  const { under } = responsibilityFor(holder, from, loaded);
  const kinds = under === 'council' ? ['COUNCIL'] : ['COLLEGE', 'MAYOR'];
  return kinds.map((kind) => ({ aggregate: party.name, table: 'party', where: { kind, part_of: holderOrganisation } }));
}

function notExpected(): Decision {
  return {
    refused: refusal('CONSENT_NOT_EXPECTED', {
      detail: { nl: 'Deze verlening wacht niet op deze instemming.', en: 'This grant does not wait for this consent.' },
    }),
  };
}

function withoutPost<T extends { post: string | undefined }>({ post: one, ...rest }: T) {
  return one === undefined ? rest : { ...rest, post: one };
}

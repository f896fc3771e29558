import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { CommandRule, DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import { addDays } from '../../../ledger/local-date.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { present } from '../../deciding/drafting.js';
import { inTheFuture, problem, refuse } from '../../deciding/refusing.js';
import { detailsOn, party } from '../../parties/party/party.js';
import {
  authorise,
  authorityData,
  isOwnDecision,
  ownInterest,
  refused,
  reservations,
  type Act,
  type Authorised,
} from './decision-acting.js';
import {
  adoptionData,
  adoptionProblems,
  interestedMember,
  isAdopted,
  isCollegial,
  notAdopted,
  quorumFindings,
  votesDraft,
} from './decision-adoption.js';
import { authorityLookups, authorityNeeds, authorityRecord, questionOf, requestOf } from './decision-authority.js';
import { audienceOf, draft, whileProposed, type Open } from './decision-drafts.js';
import { decisionEvents } from './decision-events.js';
import { isPublicLaw } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';
import { decision } from './decision.js';
import { consultationIsOpen } from './consulting.decider.js';
import type * as commands from './taking.commands.js';

/** A decision taken longer ago is registered afterwards, with its source (law.md D3). */
export const TAKEN_AT_MOST_DAYS_AGO = 7;

export const takeDecision: CommandRule<DecisionState, commands.TakeDecision> = {
  subject: ({ decision: id }) => id,
  needs: ({ mandate }, state, loaded) => [
    ...authorityNeeds(requestOf(state, mandate), loaded),
    ...(state.details?.decidesOn ? [{ aggregate: 'decision', id: state.details.decidesOn.decision }] : []),
  ],
  lookups: ({ mandate }, state, loaded) => authorityLookups(requestOf(state, mandate), loaded),
  decide: (command, state, context) =>
    whileProposed(state, context, (open) => {
      const decidedOn = command.decidedOn ?? context.today;
      const unfit = wrongDay(decidedOn, context) ?? contradiction(command, state);
      if (unfit) return unfit;
      const { details } = open;
      const question = questionOf(details, decidedOn);
      const act: Act = { kind: 'TAKE', request: requestOf(state, command.mandate), question, details, context };
      const interest = ownInterest(state, context);
      if (interest) return refused(act, interest);
      const authorised = authorise(act);
      if ('refused' in authorised) return authorised;
      const personal = personallyExcluded(open, authorised);
      if (personal) return refused(act, personal);
      const unfinished = notReady(state) ?? notFinal(command, state, open, authorised);
      if (unfinished) return { refused: unfinished };
      const uses = command.outcome === 'REJECTED' ? [] : authorised.uses;
      return { accepted: takenDrafts(command, decidedOn, open, { ...authorised, uses }), reserve: reservations(act, uses) };
    }),
};

function wrongDay(decidedOn: string, context: DecideContext): Decision | undefined {
  const future = inTheFuture(decidedOn, context);
  if (future) return future;
  const earliest = addDays(context.today, -TAKEN_AT_MOST_DAYS_AGO);
  if (decidedOn >= earliest) return undefined;
  return refuse(
    'DECIDED_TOO_LONG_AGO',
    `Besluiten van vóór ${earliest} worden achteraf geregistreerd, met bron.`,
    `Decisions of before ${earliest} are registered afterwards, with their source.`,
  );
}

function contradiction({ option, adoption, outcome = 'ADOPTED' }: commands.TakeDecision, { options }: DecisionState): Decision | undefined {
  const unknown = option !== undefined && !options.some((one) => one.option === option);
  const problems = [
    ...(unknown ? [problem('option', 'UNKNOWN', 'is no option of this proposal')] : []),
    ...(adoption ? adoptionProblems(adoption, outcome) : []),
  ];
  return problems.length > 0 ? { invalid: problems } : undefined;
}

/** Persons whom the law keeps from deciding this under mandate: on their own decision's objection (M8), on their own report (M9). */
function personallyExcluded({ details, context }: Open, authorised: Authorised): Refusal | undefined {
  if (isOwnDecision(authorised)) return undefined;
  const pins = authorised.pin ? [authorised.pin] : [];
  if (details.fineReportedBy === context.actor.person) {
    return refusal('M9', {
      detail: { nl: 'U maakte het rapport waarop de boete rust.', en: 'You made the report on which the fine rests.' },
      pins,
    });
  }
  const contested = contestedBy(details.decidesOn?.decision, context);
  return contested && decidedUnderMandateBy(contested, context.actor.person) ? ownObjection(pins) : undefined;
}

export function contestedBy(id: string | undefined, context: DecideContext): DecisionState | undefined {
  return id === undefined ? undefined : context.loaded.of(decision, id).state;
}

/** The person, not the post: whoever moved on to another post remains excluded (Awb 10:3 lid 3). */
export function decidedUnderMandateBy({ taken }: DecisionState, person: string): boolean {
  return taken?.mandate !== undefined && taken.capacity !== 'BODY' && taken.actor === person;
}

export function ownObjection(pins: Refusal['pins']): Refusal {
  return refusal('M8', {
    detail: { nl: 'U nam zelf het bestreden besluit in mandaat.', en: 'You yourself took the contested decision under mandate.' },
    pins,
  });
}

/** Deciding under mandate on an objection to what the body itself decided, or what one prepared oneself: told, not refused. */
export function objectionWarnings(contested: DecisionState | undefined, authorised: Authorised, context: DecideContext): Finding[] {
  if (!contested || isOwnDecision(authorised)) return [];
  const warn = (nl: string, en: string) => finding('M8', { effect: 'W', detail: { nl, en } });
  return [
    ...(contested.details?.preparedBy === context.actor.person
      ? [warn('Wie beslist, bereidde het bestreden besluit voor.', 'Whoever decides prepared the contested decision.')]
      : []),
    ...(contested.taken?.capacity === 'BODY'
      ? [warn('Het orgaan zelf nam het bestreden besluit.', 'The body itself took the contested decision.')]
      : []),
  ];
}

function notReady(state: DecisionState): Refusal | undefined {
  const open = state.reasonedObjections.filter(({ answer }) => answer === undefined).length;
  if (open > 0) {
    const detail = {
      nl: `${open} overwegende bezwaren zijn nog niet verwerkt of gepasseerd.`,
      en: `${open} reasoned objections are neither integrated nor overruled.`,
    };
    return refusal('NOT_IN_THIS_STATE', { detail });
  }
  if (!consultationIsOpen(state)) return undefined;
  return refusal('NOT_IN_THIS_STATE', { detail: { nl: 'De raadpleging loopt nog.', en: 'The consultation is still open.' } });
}

/** What a decision must say before it can be finalised (law.md D2, G4, P3, I2). */
function notFinal(
  command: commands.TakeDecision,
  state: DecisionState,
  { details, context }: Open,
  authorised: Authorised,
): Refusal | undefined {
  const { kind } = context.loaded.of(party, details.body).state;
  const own = isOwnDecision(authorised);
  if (!own && command.words === undefined) {
    return refusal('D2', { detail: { nl: 'Vermeld namens welk orgaan is besloten.', en: 'State in whose name was decided.' } });
  }
  if (authorised.delegation && command.delegationCited === undefined) {
    return refusal('G4', {
      detail: { nl: 'Vermeld het delegatiebesluit en de vindplaats.', en: 'Cite the delegation decision and where to find it.' },
      pins: [authorised.delegation.pin],
    });
  }
  if (isPublicLaw(details.nature) && !isReasoned(command)) {
    return refusal('P3', {
      detail: { nl: 'Geef motivering en grondslag, of noem Awb 3:48.', en: 'Give the reasons and the basis, or cite Awb 3:48.' },
    });
  }
  if (own && isCollegial(kind) && !isAdopted(command.adoption)) return notAdopted();
  return interestedMember(command.adoption, state.interests, kind);
}

function isReasoned({ motivation, legalGround = [], reasonsOmittedUnder = '' }: commands.TakeDecision): boolean {
  return (motivation !== undefined && legalGround.length > 0) || reasonsOmittedUnder.includes('3:48');
}

function takenDrafts(command: commands.TakeDecision, decidedOn: string, open: Open, authorised: Authorised): EventDraft[] {
  const { details, context } = open;
  const { outcome = 'ADOPTED', option, motivation, legalGround = [], reasonsOmittedUnder, words, delegationCited, adoption } = command;
  const data = {
    ...{ outcome, decidedOn, body: details.body, legalGround },
    ...present({ option, motivation, reasonsOmittedUnder, words, delegationCited, adoption: adoption && adoptionData(adoption) }),
    ...authorityData(authorised),
    pools: authorised.uses.map(({ pool }) => pool),
    authority: authorityRecord(authorised.verdict),
    findings: [
      ...authorised.warnings,
      ...objectionWarnings(contestedBy(details.decidesOn?.decision, context), authorised, context),
      ...wordsFindings(words, open, authorised),
      ...quorumFindings(adoption),
    ],
  };
  const { decidedBy, pin } = authorised;
  const taken: EventDraft = {
    ...draft(decisionEvents.taken.type, data, 'outcome', open),
    ...{ actDate: decidedOn, decidedBy },
    ...(pin ? { mandate: pin } : {}),
    ...(legalGround.length > 0 ? { legalBasis: legalGround } : {}),
  };
  return adoption ? [taken, { ...votesDraft(adoption, votesAudience(open)), actDate: decidedOn }] : [taken];
}

/** Votes of the council are public, those of the college internal (audiences.md). */
export function votesAudience({
  details,
  context,
}: Pick<Open, 'context'> & { details: Parameters<typeof audienceOf>[1] & { readonly body: string } }) {
  const { kind } = context.loaded.of(party, details.body).state;
  return audienceOf(kind === 'COUNCIL' ? 'outcome' : 'preparation', details, context);
}

/** Words are for people; that they hold the body's registered name is only a hint that they name the right one. */
export function wordsFindings(
  words: string | undefined,
  { details, context }: Pick<Open, 'context'> & { details: { readonly body: string } },
  authorised: Authorised,
): Finding[] {
  if (isOwnDecision(authorised) || words === undefined) return [];
  const { name } = detailsOn(context.loaded.of(party, details.body).state, context.today);
  if (words.toLowerCase().includes(name.toLowerCase())) return [];
  return [
    finding('D2', {
      effect: 'W',
      detail: { nl: `De woorden noemen "${name}" niet letterlijk.`, en: `The words do not literally say "${name}".` },
    }),
  ];
}

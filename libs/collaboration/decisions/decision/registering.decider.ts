import { finding, type Finding } from '../../../law/rules.js';
import type { CommandRule, EventDraft } from '../../../ledger/aggregate.js';
import { parseStream } from '../../../ledger/ids.js';
import { forbidden, isRegistrar, speaksFor } from '../../authorisation.js';
import { originOf, present } from '../../deciding/drafting.js';
import { found } from '../../deciding/findings.js';
import { inTheFuture } from '../../deciding/refusing.js';
import { party } from '../../parties/party/party.js';
import { authorityData, isOwnDecision, type Act, type Authorised } from './decision-acting.js';
import { adoptionData, adoptionProblems, isAdopted, isCollegial, quorumFindings, votesDraft } from './decision-adoption.js';
import { authorityLookups, authorityNeeds, authorityRecord, questionOf, type AuthorityRequest } from './decision-authority.js';
import { draft, type Open } from './decision-drafts.js';
import { decisionEvents, type DecisionDetails } from './decision-events.js';
import { registeredAuthority } from './decision-registered.js';
import type { LimitUse } from './decision-limits.js';
import type { DecisionState } from './decision-state.js';
import { contentNeeds, detailsOf } from './proposing.decider.js';
import { votesAudience, wordsFindings } from './taking.decider.js';
import type * as commands from './taking.commands.js';

/** A decision that was taken outside: it stands as it is told, with what is not in order as findings. */
export const registerDecision: CommandRule<DecisionState, commands.RegisterDecision> = {
  needs: (command, state, loaded) => [...contentNeeds(command, state, loaded), ...authorityNeeds(requested(command), loaded)],
  lookups: (command, _state, loaded) => authorityLookups(requested(command), loaded),
  decide(command, _state, context) {
    const { body, decidedOn, adoption, outcome = 'ADOPTED' } = command;
    if (!isRegistrar(context.actor) && !speaksFor(context, body))
      return forbidden('a registrar or the body itself registers decisions taken elsewhere');
    const future = inTheFuture(decidedOn, context);
    if (future) return future;
    const problems = adoption ? adoptionProblems(adoption, 'REJECTED') : [];
    if (problems.length > 0) return { invalid: problems };
    const details = detailsOf(command, context, decidedOn);
    const act: Act = { kind: 'TAKE', request: requested(command), question: questionOf(details, decidedOn), details, context };
    const authorised = registeredAuthority(act, command.decidedByPerson);
    // What lies outside the mandate takes nothing of its limits; the rest counts, even beyond them: it happened.
    const counts = outcome !== 'REJECTED' && authorised.verdict.code !== 'INVALID';
    const uses = counts ? authorised.uses : [];
    const drafts = (more: readonly Finding[] = []) =>
      registeredDrafts(command, details, context, { ...authorised, uses, warnings: [...authorised.warnings, ...more] });
    return {
      accepted: drafts(),
      reserve: uses.map(({ pool, amount, capacity }) => ({ pool, amount, capacity })),
      whenBeyond: (pools) => drafts(uses.filter(({ pool }) => pools.includes(pool)).map(beyondLimit)),
    };
  },
};

function beyondLimit({ link, capacity }: LimitUse): Finding {
  const { id } = parseStream(link.stream);
  return finding('D3', {
    effect: 'F',
    detail: {
      nl: `Hiermee is de jaarlimiet van ${capacity} cent van mandaat ${id} overschreden.`,
      en: `With it the yearly limit of ${capacity} cents of mandate ${id} is exceeded.`,
    },
  });
}

function requested({ body, mandate, power, decidedOn }: commands.RegisterDecision): AuthorityRequest {
  return { body, mandate, power, organisationOn: decidedOn };
}

function registeredDrafts(
  command: commands.RegisterDecision,
  details: DecisionDetails,
  context: Open['context'],
  authorised: Authorised,
): EventDraft[] {
  const { decidedOn, outcome = 'ADOPTED', motivation, legalGround = [], words, delegationCited, adoption, source } = command;
  const data = {
    ...details,
    ...{ outcome, decidedOn, legalGround },
    ...present({ motivation, words, delegationCited, adoption: adoption && adoptionData(adoption) }),
    ...authorityData(authorised),
    pools: authorised.uses.map(({ pool }) => pool),
    authority: authorityRecord(authorised.verdict),
    findings: [...authorised.warnings, ...saidFindings(command, details, context, authorised)],
  };
  const { decidedBy, pin } = authorised;
  const registered: EventDraft = {
    ...draft(decisionEvents.registered.type, data, 'outcome', { details, context }),
    ...{ actDate: decidedOn, decidedBy },
    ...originOf({ source }),
    ...(pin ? { mandate: pin } : {}),
    ...(legalGround.length > 0 ? { legalBasis: legalGround } : {}),
  };
  if (!adoption) return [registered];
  return [registered, { ...votesDraft(adoption, votesAudience({ details, context })), actDate: decidedOn, ...originOf({ source }) }];
}

/** What a live decision would have been refused for not saying (law.md D2, G4, I2); reasons are not asked of registered facts. */
function saidFindings(
  { words, delegationCited, adoption }: commands.RegisterDecision,
  details: DecisionDetails,
  context: Open['context'],
  authorised: Authorised,
): Finding[] {
  const own = isOwnDecision(authorised);
  const { kind } = context.loaded.of(party, details.body).state;
  return [
    ...(!own && words === undefined
      ? [found('D2', 'Niet vastgelegd namens welk orgaan het is vermeld.', 'Not recorded in whose name it says it was taken.')]
      : []),
    ...wordsFindings(words, { details, context }, authorised),
    ...(authorised.delegation && delegationCited === undefined
      ? [found('G4', 'De vindplaats van de delegatie ontbreekt.', 'Where to find the delegation is missing.')]
      : []),
    ...(own && isCollegial(kind) && !isAdopted(adoption)
      ? [found('I2', 'Aanwezigheid en stemming zijn niet vastgelegd.', 'Attendance and vote are not recorded.')]
      : []),
    ...quorumFindings(adoption),
  ];
}

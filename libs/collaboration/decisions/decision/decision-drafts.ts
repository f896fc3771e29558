import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { Audience } from '../../../ledger/envelope.js';
import { forbidden, mayWrite } from '../../authorisation.js';
import { withActingParty } from '../../deciding/drafting.js';
import { refuse } from '../../deciding/refusing.js';
import type { DecisionDetails } from './decision-events.js';
import type { DecisionState, ProposalDetails } from './decision-state.js';

type Concerned = Pick<DecisionDetails, 'drafters' | 'person' | 'nature'>;

/** Where an event stands: in the preparation, in what was decided, or between the body and one person. */
export type Stage = 'preparation' | 'outcome' | 'person';

/**
 * Internal while it is prepared, public once it is decided. About a person: confidential throughout. An internal decision
 * stays internal.
 */
export function audienceOf(
  stage: Stage,
  { drafters, person, nature }: Concerned,
  context: Pick<DecideContext, 'actingFor'>,
  more: readonly string[] = [],
): Audience {
  const parties = withActingParty(drafters, context, more);
  if (stage === 'person' || person !== undefined) return { level: 'confidential', parties };
  if (stage === 'preparation' || nature === 'INTERNAL') return { level: 'internal', parties };
  return { level: 'public', parties: [] };
}

/** An event of this decision; texts in it are sealed when the decision is about a person. */
export function draft(
  type: string,
  data: object,
  stage: Stage,
  { details, context }: { details: Concerned; context: DecideContext },
): EventDraft {
  const person = details.person === undefined ? {} : { person: details.person };
  return { type, data: { ...person, ...data }, audience: audienceOf(stage, details, context) };
}

export interface Open {
  readonly details: ProposalDetails;
  readonly context: DecideContext;
}

/** The body, its organisation and whoever drafts with them. */
export function isDrafter({ drafters }: Pick<DecisionDetails, 'drafters'>, { actor, actingFor }: DecideContext): boolean {
  if (actor.role === 'administrator') return true;
  return mayWrite(actor) && actingFor !== null && drafters.includes(actingFor);
}

const DRAFTERS = 'only the body, its organisation and the parties drafting this decision do this';

/** While nothing has been decided. */
export function whileProposed(state: DecisionState, context: DecideContext, decide: (open: Open) => Decision): Decision {
  const { details, taken, ended } = state;
  if (!details || !mayWrite(context.actor)) return forbidden(DRAFTERS);
  if (taken) return refuse('ALREADY_DECIDED', `Besloten op ${taken.decidedOn}.`, `Decided on ${taken.decidedOn}.`);
  if (ended) return refuse('NOT_IN_THIS_STATE', 'Het voorstel is ingetrokken.', 'The proposal was withdrawn.');
  return decide({ details, context });
}

export function draftersWhileProposed(state: DecisionState, context: DecideContext, decide: (open: Open) => Decision): Decision {
  return whileProposed(state, context, (open) => (isDrafter(open.details, context) ? decide(open) : forbidden(DRAFTERS)));
}

export interface Decided extends Open {
  readonly taken: NonNullable<DecisionState['taken']>;
}

/** Once it was taken or registered. */
export function onceDecided(state: DecisionState, context: DecideContext, decide: (decided: Decided) => Decision): Decision {
  const { details, taken } = state;
  if (!details || !mayWrite(context.actor)) return forbidden(DRAFTERS);
  if (!taken) return refuse('NOT_IN_THIS_STATE', 'Er is nog niet besloten.', 'Nothing has been decided yet.');
  return decide({ details, taken, context });
}

export function draftersOnceDecided(state: DecisionState, context: DecideContext, decide: (decided: Decided) => Decision): Decision {
  return onceDecided(state, context, (decided) => (isDrafter(decided.details, context) ? decide(decided) : forbidden(DRAFTERS)));
}

/** While the decision stands: taken, and not ended on that day. */
export function whileStanding(state: DecisionState, on: string, context: DecideContext, decide: (decided: Decided) => Decision): Decision {
  const { ended } = state;
  if (ended && ended.from <= on) {
    return refuse(
      'NOT_IN_THIS_STATE',
      `Het besluit geldt niet meer sinds ${ended.from}.`,
      `The decision no longer stands since ${ended.from}.`,
    );
  }
  return draftersOnceDecided(state, context, decide);
}

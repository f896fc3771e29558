import { finding, type Finding } from '../../../law/rules.js';
import type { Forbidden, Refused } from '../../../ledger/aggregate.js';
import { parseStream } from '../../../ledger/ids.js';
import { post, whoActs } from '../../parties/post/post.js';
import { forbidden, isRegistrar } from '../../authorisation.js';
import { authorise, ownInterest, refused, type Act, type Authorised } from './decision-acting.js';
import {
  authorityFindings,
  delegationTo,
  endsInDelegation,
  holderOn,
  loadedAuthority,
  verdictFor,
  verdictWarnings,
} from './decision-authority.js';
import { isDrafter } from './decision-drafts.js';
import { limitUses } from './decision-limits.js';
import type { DecisionState } from './decision-state.js';

/**
 * The authority of a fact that happened outside: never refused, what is not in order becomes a finding. `person` is whoever
 * decided, when that is known.
 */
export function registeredAuthority(act: Act, person: string | undefined): Authorised {
  const { request, question, context } = act;
  const { chain, holdings } = loadedAuthority(request, context.loaded);
  const acting = whoActed(act, chain, person);
  const asked = acting.holder === undefined ? question : { ...question, holder: acting.holder };
  const verdict = verdictFor({ body: request.body, chain, holdings, question: asked });
  const delegation = delegationTo(request.body, [...chain, ...holdings], question);
  const pin = chain.at(-1)?.pin;
  const byPost = acting.holder !== undefined && acting.capacity !== 'ORGANISATION';
  return {
    capacity: acting.capacity,
    ...(acting.holder === undefined ? {} : { holder: acting.holder }),
    chain,
    ...(delegation ? { delegation } : {}),
    verdict,
    warnings: [...verdictWarnings(verdict), ...authorityFindings(verdict), ...acting.findings],
    uses: limitUses(chain, question),
    decidedBy: { party: request.body, ...(byPost ? { post: acting.holder } : {}), ...(person === undefined ? {} : { actor: person }) },
    ...(pin ? { pin } : {}),
  };
}

/** A live act needs authority; one that a registrar takes over from elsewhere, with its source, stands with findings. */
export function authoriseOrRegister(act: Act, state: DecisionState, source: string | undefined): Authorised | Refused | Forbidden {
  const { context, details } = act;
  if (source !== undefined) {
    const keeps = isRegistrar(context.actor) && isDrafter(details, context);
    return keeps ? registeredAuthority(act, undefined) : forbidden('a registrar registers what was done elsewhere');
  }
  const interest = ownInterest(state, context);
  return interest ? refused(act, interest) : authorise(act);
}

interface Acted {
  readonly capacity: Authorised['capacity'];
  readonly holder?: string;
  readonly findings: readonly Finding[];
}

function whoActed({ question, context }: Act, chain: Authorised['chain'], person: string | undefined): Acted {
  const last = chain.at(-1);
  const holder = last && !endsInDelegation(chain) ? holderOn(last, question.onDate) : undefined;
  if (!last || holder === undefined) return { capacity: last && !endsInDelegation(chain) ? 'HOLDER' : 'BODY', findings: [] };
  const held = context.loaded.of(post, holder);
  if (!held.exists) return { capacity: 'ORGANISATION', holder, findings: [] };
  const role = person === undefined ? 'holder' : whoActs(held.state, person, question.onDate);
  const capacities = { holder: 'HOLDER', acting: 'ACTING', deputy: 'DEPUTY' } as const;
  return {
    capacity: capacities[role ?? 'holder'],
    holder,
    findings: role === undefined ? [notInThePost(parseStream(last.stream).id)] : [],
  };
}

function notInThePost(mandateId: string): Finding {
  return finding('POST_NOT_FILLED_BY_ACTOR', {
    effect: 'F',
    detail: {
      nl: `Wie besloot, vervulde die dag niet de functie die mandaat ${mandateId} houdt.`,
      en: `Whoever decided did not fill the post that holds mandate ${mandateId} on that day.`,
    },
  });
}

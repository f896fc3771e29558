import type { Verdict } from '../../../law/verdict.js';
import type { KnownStreams } from '../../serving/known-streams.js';
import {
  authorityLookups,
  authorityNeeds,
  decisionQuestion,
  decisionVerdict,
  loadedAuthority,
  type AuthorityRequest,
} from './decision-authority.js';
import { decision } from './decision.js';
import { withUses } from './known-uses.js';

/** The verdict on a decision from what is known at one moment. The decision must be known then. */
export async function verdictAt(id: string, known: KnownStreams): Promise<Verdict> {
  await known.gather({ needs: () => [{ aggregate: decision.name, id }] });
  const { state } = known.of(decision, id);
  const request: AuthorityRequest = {
    body: state.details?.body ?? '',
    mandate: state.taken?.mandate,
    power: state.details?.power ?? '',
    organisationOn: decisionQuestion(state).onDate,
  };
  await known.gather({ needs: (loaded) => authorityNeeds(request, loaded), lookups: (loaded) => authorityLookups(request, loaded) });
  const { chain, holdings } = loadedAuthority(request, known);
  const uses = { question: decisionQuestion(state), knownAt: known.knownAt, except: id };
  const [used = []] = await withUses(known.scope, [chain], uses);
  return decisionVerdict(state, used, holdings);
}

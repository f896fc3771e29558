import { finding, type RuleId } from '../../../law/rules.js';
import { recordedFindings, type OpenFinding } from '../../findings/open-finding.js';
import { partiesOf } from './decision-due.js';
import { audienceNow, type DecisionState, type ProposalDetails } from './decision-state.js';

/** Rules of authority that a registered decision can break (libs/law/authority-refusal.ts); ratification puts that right. */
const OF_AUTHORITY: readonly RuleId[] = ['D3', 'M2', 'M6', 'M10', 'G2'];

/** What about a decision is not in order: what was recorded with it, its contested authority, objections outside their term. */
export function decisionFindings(state: DecisionState): OpenFinding[] {
  const { details, ended, ratified } = state;
  if (!details) return [];
  const audience = audienceNow(state, details);
  const parties = partiesOf(details);
  const putRight = ({ ruleId }: { ruleId: RuleId }) => (OF_AUTHORITY.includes(ruleId) ? ratified?.ratifiedOn : undefined);
  return [
    ...recordedFindings(state, ended?.from, putRight).map((one) => ({ ...one, audience, parties })),
    ...contested(state, details, parties),
    ...state.objections.flatMap(({ findings = [], lodgedOn, answer, audience: readers }) =>
      // Who lodged it is no party's list: it shows to those who may read the objection.
      findings.map((one) => ({ finding: one, from: lodgedOn, until: answer?.decidedOn ?? null, audience: readers, parties: [] })),
    ),
  ];
}

/** Internal, as the event that says so. */
function contested({ taken, contestedOn, ratified }: DecisionState, { drafters }: ProposalDetails, parties: string[]): OpenFinding[] {
  if (!taken?.contested || contestedOn === undefined || taken.contested.code === 'VALID') return [];
  const { code } = taken.contested;
  const detail = {
    nl: `Het oordeel luidde ${taken.authority.code} en is nu ${code}.`,
    en: `The verdict was ${taken.authority.code} and is now ${code}.`,
  };
  return [
    {
      finding: finding('AUTHORITY_CONTESTED', { detail }),
      from: contestedOn,
      until: ratified?.ratifiedOn ?? null,
      audience: { level: 'internal', parties: drafters },
      parties,
    },
  ];
}

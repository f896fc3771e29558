import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { FAILURE_REASONS, type FailureReason } from '../../law/authority-question.js';
import type { Finding as RuleFinding } from '../../law/rules.js';
import { VERDICTS, type Verdict as LawVerdict, type VerdictCode } from '../../law/verdict.js';
import { parseStream } from '../../ledger/ids.js';
import type { BilingualText as Texts } from '../../ledger/refusal.js';
import type { AsOf } from '../../views/read-models.js';
import { Pin } from '../serving/ledger-event.type.js';
import { BilingualText } from '../serving/mutation-result.js';
import { MandateKind } from './mandate/granting.commands.js';

const asEnum = <T extends string>(values: readonly T[]): Record<T, T> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const VerdictCodes = asEnum(VERDICTS);
registerEnumType(VerdictCodes, {
  name: 'VerdictCode',
  description: 'Was there authority: by the acts done by then, and by all that is known now. An aid, not legal advice.',
  valuesMap: {
    VALID: { description: 'Then and now (bevoegd).' },
    VALID_ONLY_WITH_HINDSIGHT: { description: 'Only by a later act that reaches back, or by ratification (bekrachtiging).' },
    VALID_THEN_CONTESTED_NOW: { description: 'Then, but a later act that reaches back took it away.' },
    INVALID: { description: 'Neither then nor now (onbevoegd).' },
  },
});
export const FailureReasons = asEnum(FAILURE_REASONS);
registerEnumType(FailureReasons, { name: 'FailureReason', description: 'Why a link of a chain does not carry the decision.' });

@ObjectType({ description: 'A rule that was not met: a warning (W) or a finding (F, bevinding).' })
export class RuleNote {
  @Field()
  ruleId!: string;

  @Field({ description: '`W` or `F`.' })
  effect!: string;

  @Field(() => BilingualText)
  title!: Texts;

  @Field(() => BilingualText)
  detail!: Texts;

  @Field(() => String, { nullable: true })
  legalBasis!: string | null;
}

@ObjectType({ description: 'One link of a chain of authority.' })
export class AuthorityStep {
  @Field(() => ID, { description: 'The mandate, delegation or attribution.' })
  mandate!: string;

  @Field(() => MandateKind)
  kind!: string;

  @Field(() => ID, { nullable: true, description: 'Body, or post that holds the parent.' })
  grantor!: string | null;

  @Field(() => ID, { nullable: true, description: "Post or party that held it on the decision's date." })
  holder!: string | null;

  @Field(() => Pin)
  pin!: Pin;
}

@ObjectType({ description: 'The link that does not carry the decision, and why; the most telling reason first.' })
export class FailingLink {
  @Field(() => ID)
  mandate!: string;

  @Field(() => Pin)
  pin!: Pin;

  @Field(() => [FailureReasons])
  reasons!: readonly FailureReason[];
}

@ObjectType({ description: 'Something only a person can judge: a condition in words, or amounts on another VAT basis.' })
export class HumanCheck {
  @Field(() => ID)
  mandate!: string;

  @Field({ description: '`CONDITION` or `VAT_BASIS`.' })
  why!: string;

  @Field()
  text!: string;
}

@ObjectType({
  description: 'Whether there was authority, then and now, through which chain (bevoegdheidsoordeel). An aid, not legal advice.',
})
export class Verdict {
  @Field(() => VerdictCodes)
  code!: VerdictCode;

  @Field({ description: "By the acts done on or before the decision's date." })
  validThen!: boolean;

  @Field({ description: 'By all acts known at knownAt, whenever done. Ratification is apart: see `through`.' })
  validNow!: boolean;

  @Field(() => [AuthorityStep], { description: 'From the body down; empty when the body decides itself.' })
  chain!: AuthorityStep[];

  @Field(() => FailingLink, { nullable: true })
  failing!: FailingLink | null;

  @Field(() => FailingLink, { nullable: true, description: 'What failed by the acts done by then.' })
  failingThen!: FailingLink | null;

  @Field(() => Pin, { nullable: true, description: 'The ratifying decision, when the verdict rests on it.' })
  through!: Pin | null;

  @Field()
  humanCheckRequired!: boolean;

  @Field(() => [HumanCheck])
  humanChecks!: HumanCheck[];

  @Field(() => [RuleNote])
  warnings!: readonly RuleFinding[];

  /** Where it was asked; no field of the API. */
  asOf!: AsOf;
}

export function presentVerdict(verdict: LawVerdict, asOf: AsOf): Verdict {
  const failing = (link: LawVerdict['failing']) => link && { mandate: idOf(link.stream), pin: link.pin, reasons: link.reasons };
  return Object.assign(new Verdict(), {
    code: verdict.code,
    validThen: verdict.then.valid,
    validNow: verdict.now.valid,
    chain: verdict.chain.map(({ stream, pin, kind, grantor, holder }) => ({ mandate: idOf(stream), pin, kind, grantor, holder })),
    failing: failing(verdict.failing),
    failingThen: failing(verdict.then.failing),
    through: verdict.through,
    humanCheckRequired: verdict.humanCheckRequired,
    humanChecks: verdict.humanChecks.map(({ stream, why, text }) => ({ mandate: idOf(stream), why, text })),
    warnings: verdict.warnings,
    asOf,
  });
}

function idOf(stream: string): string {
  return parseStream(stream).id;
}

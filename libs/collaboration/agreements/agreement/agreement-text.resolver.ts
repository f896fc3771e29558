import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Fault } from '../../../ledger/errors.js';
import type { AsOf, Condition, StoredRow } from '../../../views/read-models.js';
import type { WrittenText } from '../../free-text.js';
import { AsOfArgs } from '../../serving/as-of.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject } from '../../serving/subject.js';
import { openText } from '../../serving/told.js';
import { correctedTerms } from './agreement-corrections.js';
import { differences } from './agreement-diff.js';
import type { TextDoc } from './agreement-texts.view.js';
import { AgreementDiff } from './agreement-history.type.js';
import { Agreement, AgreementCorrection, AgreementPersonalValue, AgreementText } from './agreement.type.js';
import { AgreementTerms } from './terms.type.js';

/** Which two texts: a version by its number, any text by its hash. */
@ArgsType()
export class AgreementDiffArgs extends AsOfArgs {
  @Field(() => ID)
  id!: string;

  @Field({ description: 'Number of a version, or hash of a text.' })
  from!: string;

  @Field({ description: 'Number of a version, or hash of a text.' })
  to!: string;
}

@Resolver(() => AgreementText)
export class AgreementTextResolver {
  @Query(() => AgreementDiff, { description: 'Field by field what is different between two texts of an agreement.' })
  async agreementDiff(@Scope() scope: RequestScope, @Args() { id, from, to, ...args }: AgreementDiffArgs): Promise<AgreementDiff> {
    const { asOf } = await findSubject(scope, Agreement, 'agreement', id, args);
    const texts = await Promise.all([from, to].map((named) => textOf(scope, id, asOf, named.length === 64 ? hash(named) : version(named))));
    const [before, after] = texts;
    if (!before || !after) throw new Fault('NOT_FOUND', 'this agreement has no such text at that time, or you may not see it');
    const numbers = [before.version, after.version];
    const laid = (await correctionsOf(scope, id, asOf)).filter(({ versions }) => versions.some((number) => numbers.includes(number)));
    return Object.assign(new AgreementDiff(), {
      from: before.hash,
      to: after.hash,
      changes: differences(before.agreed, after.agreed),
      corrections: laid,
    });
  }

  @ResolveField(() => AgreementTerms, { description: 'What it says, with corrections laid over it.' })
  async terms(
    @Scope() scope: RequestScope,
    @Parent() { agreement, asOf, agreed, version: number }: AgreementText,
  ): Promise<TextDoc['terms']> {
    return number === undefined ? agreed : correctedTerms(agreed, number, await correctionsOf(scope, agreement, asOf));
  }

  @ResolveField(() => AgreementTerms, { description: 'What it says word for word: what the hash is of.' })
  agreedTerms(@Parent() { agreed }: AgreementText): TextDoc['terms'] {
    return agreed;
  }

  @ResolveField(() => [AgreementPersonalValue], { description: 'The personal values it stands for, for the parties.' })
  async personalValues(
    @Scope() scope: RequestScope,
    @Parent() { agreement, asOf, agreed }: AgreementText,
  ): Promise<AgreementPersonalValue[]> {
    if (agreed.personal.length === 0) return [];
    const rows = await scope.snapshot.rows({ table: 'agreement_personal', asOf, viewer: scope.viewer, entities: [agreement] });
    const stated = new Map(rows.map(({ key, doc }) => [key, doc.opening as WrittenText]));
    return Promise.all(
      agreed.personal.map(async ({ id: item, commitment }) => ({ item, commitment, ...(await opened(scope, stated.get(commitment))) })),
    );
  }
}

/** The value with its salt; a marker where it was withheld or its key is gone. */
async function opened(scope: RequestScope, stored: WrittenText | undefined): Promise<Pick<AgreementPersonalValue, 'text' | 'salt'>> {
  if (!stored) return { text: null, salt: null };
  const told = await openText(scope, stored);
  if (!told.startsWith('{')) return { text: told, salt: null };
  const { text, salt } = JSON.parse(told) as { text: string; salt: string };
  return { text, salt };
}

/** One text of an agreement as this reader may see it. */
export async function textOf(scope: RequestScope, id: string, asOf: AsOf, which: Condition): Promise<AgreementText | null> {
  const rows = await scope.snapshot.rows({ table: 'agreement_text', asOf, viewer: scope.viewer, entities: [id], where: [which] });
  // A text that was proposed twice is the same text.
  const row = rows.at(-1);
  return row ? presentText(row, asOf) : null;
}

export function presentText({ entity: agreement, doc }: StoredRow, asOf: AsOf): AgreementText {
  const { terms: agreed, ...text } = doc as TextDoc;
  return Object.assign(new AgreementText(), text, { agreement, asOf, agreed });
}

export async function correctionsOf(scope: RequestScope, id: string, asOf: AsOf): Promise<AgreementCorrection[]> {
  const rows = await scope.snapshot.rows({ table: 'agreement_correction', asOf, viewer: scope.viewer, entities: [id] });
  return rows.map(({ doc }) => doc as AgreementCorrection);
}

function hash(is: string): Condition {
  return { column: 'hash', is };
}

function version(named: string): Condition {
  return { column: 'version', is: Number(named) || 0 };
}

import { Args, Field, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import { RoleType } from '../../../law/partnership-roles.js';
import { tensionMatrixOn } from '../../../law/tension-matrix.js';
import { amsterdamDate } from '../../../ledger/local-date.js';
import type { BilingualText as Texts } from '../../../ledger/refusal.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { BilingualText } from '../../serving/mutation-result.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';

const TensionKind = { HARD: 'HARD', SOFT: 'SOFT' } as const;
registerEnumType(TensionKind, {
  name: 'RoleTensionKind',
  description: 'HARD: never together. SOFT: with a declaration (verklaring) or a linked dilemma.',
});
const TensionBearer = { PARTY: 'PARTY', ASSIGNEE: 'ASSIGNEE' } as const;
registerEnumType(TensionBearer, {
  name: 'RoleTensionBearer',
  description: 'Who may not bear both: the PARTY with its posts, or the very ASSIGNEE (one post, or one party).',
});

@ObjectType({ description: 'Two roles that rub in one hand.' })
export class RoleTension {
  @Field(() => [RoleType])
  roles!: readonly RoleType[];

  @Field(() => TensionKind)
  kind!: 'HARD' | 'SOFT';

  @Field(() => TensionBearer)
  bearer!: 'PARTY' | 'ASSIGNEE';

  @Field({ description: 'Only in one and the same matter (zaak).' })
  sameMatter!: boolean;

  @Field(() => BilingualText)
  reason!: Texts;
}

@ObjectType({ description: 'Which roles rub (spanningsmatrix); events name the version they were weighed with.' })
export class TensionMatrix {
  @Field()
  version!: string;

  @Field(() => LocalDateScalar)
  validFrom!: string;

  @Field(() => [RoleTension])
  tensions!: readonly RoleTension[];
}

@Resolver()
export class TensionMatrixResolver {
  @Query(() => TensionMatrix, { description: 'The tension matrix by which roles are weighed on a date (spanningsmatrix).' })
  tensionMatrix(
    @Scope() scope: RequestScope,
    @Args('validAt', { type: () => LocalDateScalar, nullable: true }) validAt?: string,
  ): TensionMatrix {
    const { version, validFrom, tensions } = tensionMatrixOn(validAt ?? amsterdamDate(scope.serving.clock.now()));
    return { version, validFrom, tensions: tensions.map(({ matter, ...one }) => ({ ...one, sameMatter: matter === 'SAME' })) };
  }
}

import { ArgsType, Field } from '@nestjs/graphql';
import { BadInput, Fault } from '../../ledger/errors.js';
import { amsterdamDate, isInstant } from '../../ledger/local-date.js';
import { LIMITS } from '../../ledger/limits.js';
import type { AsOf } from '../../views/read-models.js';
import { KnownAtScalar, LocalDateScalar, PositionScalar } from '../registration/scalars.js';
import type { RequestScope } from './request-scope.js';

/** Both time axes, and read-your-own-writes; arguments of every query over state. */
@ArgsType()
export class AsOfArgs {
  @Field(() => LocalDateScalar, { nullable: true, description: "What held on this date (geldig op). Default: the ledger's today." })
  validAt?: string;

  @Field(() => KnownAtScalar, { nullable: true, description: 'As the ledger knew it then (zoals bekend op). Default: now.' })
  knownAt?: string;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Wait until everything up to this position is in the answer; NOT_YET when that takes too long.',
  })
  atLeast?: string;
}

export async function resolveAsOf(scope: RequestScope, { validAt, knownAt, atLeast }: AsOfArgs): Promise<AsOf> {
  if (atLeast !== undefined && atLeast !== null) await waitForPosition(scope, atLeast);
  return {
    validAt: validAt ?? amsterdamDate(scope.serving.clock.now()),
    knownAt: knownAt === undefined || knownAt === null ? (await scope.snapshot.head()).seq : await knownSeq(scope, knownAt),
  };
}

async function waitForPosition(scope: RequestScope, token: string): Promise<void> {
  const position = scope.serving.positions.decode(token, 'atLeast');
  if (await scope.advanceTo(position)) return;
  throw new Fault('NOT_YET', 'the views have not reached that position yet; ask again', { retryAfterMs: LIMITS.projectionWaitMs });
}

async function knownSeq(scope: RequestScope, knownAt: string): Promise<number> {
  if (isInstant(knownAt)) {
    const now = scope.serving.clock.now();
    if (Date.parse(knownAt) > Date.parse(now)) {
      throw new BadInput([
        { path: 'knownAt', problem: 'IN_THE_FUTURE', message: `lies in the future of the ledger, whose clock is at ${now}` },
      ]);
    }
    return scope.snapshot.seqAtInstant(new Date(knownAt).toISOString());
  }
  if (/^\d{4}-/.test(knownAt)) {
    throw new BadInput([
      {
        path: 'knownAt',
        problem: 'isInstant',
        message: 'must be an instant in UTC with milliseconds, as 2025-08-01T23:59:59.999Z, or a position',
      },
    ]);
  }
  const position = scope.serving.positions.decode(knownAt, 'knownAt');
  const head = await scope.snapshot.head();
  if (Number(position) > Number(head.position)) {
    throw new BadInput([
      { path: 'knownAt', problem: 'BEYOND_HEAD', message: 'lies beyond what is in the views; use atLeast to wait for a position' },
    ]);
  }
  return scope.snapshot.seqAtPosition(position);
}

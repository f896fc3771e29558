import type { Type } from '@nestjs/common';
import { ObjectType } from '@nestjs/graphql';
import { Fault } from '../../ledger/errors.js';
import type { AsOf, StoredRow } from '../../views/read-models.js';
import { OwnId } from '../registration/fields.js';
import type { AskedFields } from './asked-fields.js';
import type { AsOfArgs } from './as-of.js';
import { resolveAsOf } from './as-of.js';
import type { RequestScope } from './request-scope.js';

/** An aggregate as a read model at one place on both time axes; what it refers to is shown at the same place. */
@ObjectType({ isAbstract: true })
export abstract class Subject {
  @OwnId('Identity, the same for ever.')
  id!: string;

  /** Where on both axes this was read; no field of the API. */
  asOf!: AsOf;
}

export function present<S extends Subject>(type: Type<S>, row: StoredRow, asOf: AsOf): S {
  return Object.assign(new type(), row.doc as object, { id: row.entity, asOf });
}

/** The subject by id, or NOT_FOUND: for what is not there and for what this reader may not see alike. */
export async function findSubject<S extends Subject>(
  scope: RequestScope,
  type: Type<S>,
  table: string,
  id: string,
  args: AsOfArgs,
  fields?: AskedFields,
): Promise<S> {
  const asOf = await resolveAsOf(scope, args);
  const row = await scope.one(table, asOf, id, fields);
  // The id is not repeated: it may be any text.
  if (!row) throw new Fault('NOT_FOUND', `there is no ${table} with that id at that time, or you may not see it`);
  return present(type, row, asOf);
}

/** A subject another one refers to, or those fields of it; null where the reader may not see it. */
export async function related<S extends Subject>(
  scope: RequestScope,
  type: Type<S>,
  table: string,
  id: string | null | undefined,
  asOf: AsOf,
  fields?: AskedFields,
): Promise<S | null> {
  if (id === null || id === undefined) return null;
  const row = await scope.one(table, asOf, id, fields);
  return row ? present(type, row, asOf) : null;
}

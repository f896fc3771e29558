import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { BadInput } from '../../ledger/errors.js';
import type { StorePosition } from '../../ledger/event-store.js';
import { LIMITS } from '../../ledger/limits.js';
import { isLocalDate } from '../../ledger/local-date.js';
import type { AsOf, PageQuery, RowQuery, StoredRow } from '../../views/read-models.js';
import type { ColumnValue } from '../../views/view-definition.js';
import { AsOfArgs, resolveAsOf } from './as-of.js';
import type { RequestScope } from './request-scope.js';

@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field()
  hasNextPage!: boolean;

  @Field()
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor?: string | null;

  @Field(() => String, { nullable: true })
  endCursor?: string | null;
}

/** Rows of a page that says no number. */
export const DEFAULT_PAGE = 50;

@ArgsType()
export class PageArgs extends AsOfArgs {
  @Field(() => Int, { nullable: true, description: `How many at most: 1 to ${LIMITS.pageSize}; default ${DEFAULT_PAGE}.` })
  first?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last one seen. Later pages read as known at the first, and ignore validAt and knownAt.',
  })
  after?: string;
}

export interface ConnectionOf<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfo;
  readonly totalCount: Promise<number>;
}

/** A Relay connection type of a node type. */
export function connectionType<Node extends object>(node: Type<Node>, description: string): Type<ConnectionOf<Node>> {
  const name = node.name;

  @ObjectType(`${name}Edge`)
  class Edge {
    @Field()
    cursor!: string;

    @Field(() => node)
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description })
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => [node], { description: 'The nodes of the edges.' })
    nodes!: Node[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many there are in all for this reader; counted only when asked.' })
    readonly totalCount!: Promise<number>;
  }
  return Connection as unknown as Type<ConnectionOf<Node>>;
}

/** What a list reads, before paging. */
export type ListQuery = Pick<PageQuery, 'table' | 'order' | 'descending' | 'where' | 'entities' | 'fields'>;

export async function listPage<Node>(
  scope: RequestScope,
  args: PageArgs,
  query: ListQuery | ((asOf: AsOf) => Promise<ListQuery>),
  present: (row: StoredRow, asOf: AsOf) => Node,
): Promise<ConnectionOf<Node>> {
  const limit = pageSize(args.first);
  const cursor = args.after === undefined || args.after === null ? undefined : await readCursor(scope, args.after);
  const asOf = cursor?.asOf ?? (await resolveAsOf(scope, args));
  const list = typeof query === 'function' ? await query(asOf) : query;
  // A cursor of a list in another order says nothing about this one.
  if (cursor && cursor.values.length !== list.order.length + 2) throw noCursor();
  const rowQuery: RowQuery = { ...list, asOf, viewer: scope.viewer };
  const { snapshot } = scope;
  const after = cursor ? { after: cursor.values } : {};
  const rows = await snapshot.page({ ...rowQuery, ...list, limit: limit + 1, ...after });
  const shown = rows.slice(0, limit);
  const edges = shown.map((row) => ({
    cursor: writeCursor(scope, asOf, [...list.order.map((column) => row.columns[column] ?? null), row.entity, row.key]),
    node: present(row, asOf),
  }));
  return page(edges, rows.length > limit, cursor !== undefined, () => snapshot.count(rowQuery));
}

/** `count` runs only when `totalCount` is asked: it is read once for each time it stands in the query. */
export function page<Node>(
  edges: { cursor: string; node: Node }[],
  hasNextPage: boolean,
  hasPreviousPage: boolean,
  count: () => Promise<number>,
): ConnectionOf<Node> {
  const pageInfo = { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo,
    get totalCount() {
      return count();
    },
  };
}

export function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE;
  if (size >= 1 && size <= LIMITS.pageSize) return size;
  throw new BadInput([{ path: 'first', problem: 'PAGE_SIZE', message: `must be 1 to ${LIMITS.pageSize}` }]);
}

/** A cursor carries where it is and what page one was read as, so that a list does not shift under its reader. */
export interface Cursor {
  readonly asOf: AsOf;
  readonly values: readonly ColumnValue[];
}

/** What was known at page one stands in it as a token of this ledger, so that a cursor of another ledger is told apart. */
export function writeCursor({ serving: { positions } }: RequestScope, { validAt, knownAt }: AsOf, values: readonly ColumnValue[]): string {
  return Buffer.from(JSON.stringify([validAt, positions.encode(String(knownAt) as StorePosition), ...values])).toString('base64url');
}

export async function readCursor(scope: RequestScope, text: string): Promise<Cursor> {
  const [validAt, known, ...values] = cursorParts(text);
  if (typeof validAt !== 'string' || !isLocalDate(validAt) || typeof known !== 'string') throw noCursor();
  const knownAt = Number(scope.serving.positions.decode(known, 'after'));
  if (!values.every(isColumnValue) || knownAt > (await scope.snapshot.head()).seq) throw noCursor();
  return { asOf: { validAt, knownAt }, values };
}

function cursorParts(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    // Whatever it is, it is no cursor of ours.
    return [];
  }
}

function isColumnValue(value: unknown): value is ColumnValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

export function noCursor(): BadInput {
  return new BadInput([{ path: 'after', problem: 'isCursor', message: 'must be a cursor as the API gave it for this list' }]);
}

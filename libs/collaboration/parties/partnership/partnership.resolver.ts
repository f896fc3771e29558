import { Args, ArgsType, Field, ID, InputType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { isRoleType, RoleType } from '../../../law/partnership-roles.js';
import { addDays } from '../../../ledger/local-date.js';
import type { AsOf, Condition, StoredRow } from '../../../views/read-models.js';
import { RuleNote } from '../../authority/verdict.type.js';
import { ChoiceField, IdField, TextField } from '../../registration/fields.js';
import type { AggregateRegistration } from '../../registration/registration.js';
import { UuidScalar } from '../../registration/scalars.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related } from '../../serving/subject.js';
import { openText } from '../../serving/told.js';
import { Party } from '../party/party.resolver.js';
import { Post } from '../post/post.resolver.js';
import { endedHolderFindings } from './partnership-endings.js';
import type { PartnershipState } from './partnership-state.js';
import { TensionMatrixResolver } from './tension-matrix.resolver.js';
import { partnershipCommands } from './partnership.bindings.js';
import {
  DeclaredRoleTension,
  Partnership,
  PartnershipConnection,
  PartnershipRole,
  PartnershipRoleConnection,
  PartnershipSeat,
  RelationshipReview,
} from './partnership.type.js';
import {
  partnershipProjection,
  PartnershipStatus,
  type ReviewDoc,
  type RoleDoc,
  type SeatDoc,
  type TensionDoc,
} from './partnership.view.js';

@InputType({ description: 'Which partnerships; every condition given must hold.' })
export class PartnershipFilter {
  @IdField('With this member on that date.', { optional: true })
  member?: string;

  @ChoiceField(RoleType, 'In which this role is held on that date; with `member`, by that member.', { optional: true })
  role?: RoleType;

  @TextField('About this topic (thema), whatever the case.', { optional: true })
  topic?: string;

  @TextField('In this area (gebied).', { optional: true })
  area?: string;

  @ChoiceField(PartnershipStatus, 'Standing so on that date.', { optional: true })
  status?: PartnershipStatus;

  @TextField('With this in the name, whatever the case.', { optional: true })
  nameContains?: string;
}

@ArgsType()
export class PartyRolesArgs extends PageArgs {
  @Field(() => UuidScalar, {
    description: 'The party; roles of its posts and parts count as its own, those of a council, college or mayor do not.',
  })
  party!: string;
}

@Resolver(() => Partnership)
export class PartnershipResolver {
  @Query(() => Partnership, { description: 'One partnership.' })
  partnership(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Partnership> {
    return findSubject(scope, Partnership, 'partnership', id, args);
  }

  @Query(() => PartnershipConnection, { description: 'Partnerships, by name.' })
  partnerships(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @Args('filter', { type: () => PartnershipFilter, nullable: true }) filter?: PartnershipFilter,
  ): Promise<ConnectionOf<Partnership>> {
    const { member, role, topic, area, status, nameContains } = filter ?? {};
    const where: Condition[] = [
      ...(status ? [{ column: 'status', is: status }] : []),
      ...(topic ? [{ column: 'topics', contains: `|${topic}|` }] : []),
      ...(area ? [{ column: 'areas', contains: `|${area}|` }] : []),
      ...(nameContains ? [{ column: 'name', contains: nameContains }] : []),
    ];
    const list = { table: 'partnership', order: status ? ['status', 'name'] : ['name'], where };
    const within = member || role ? async (asOf: AsOf) => ({ ...list, entities: await withRole(scope, { member, role }, asOf) }) : list;
    return listPage(scope, args, within, (row, asOf) => present(Partnership, row, asOf));
  }

  @Query(() => PartnershipRoleConnection, {
    description:
      "A party's roles through time (rollen door de tijd), the earliest first; validAt only says as of when what they refer to is shown.",
  })
  partyRoles(@Scope() scope: RequestScope, @Args() { party, ...args }: PartyRolesArgs): Promise<ConnectionOf<PartnershipRole>> {
    const where = [{ column: 'party', is: party }];
    return listPage(scope, args, { table: 'partnership_role', order: ['party', 'from_date'], where }, presentRole);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party that proposed it (initiatiefnemer).' })
  initiator(@Scope() scope: RequestScope, @Parent() { initiator, asOf }: Partnership): Promise<Party | null> {
    return related(scope, Party, 'party', initiator, asOf);
  }

  @ResolveField(() => [PartnershipSeat], { description: 'Members (leden) on that date.' })
  async members(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<PartnershipSeat[]> {
    return (await seatsOf(scope, partnership)).filter(({ kind }) => kind === 'MEMBER');
  }

  @ResolveField(() => [PartnershipSeat], { description: 'Guests (gasten) on that date.' })
  async guests(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<PartnershipSeat[]> {
    return (await seatsOf(scope, partnership)).filter(({ kind }) => kind === 'GUEST');
  }

  @ResolveField(() => [Party], {
    description: 'Parties whose invitation stands open (uitgenodigd); none for readers outside the partnership.',
  })
  async invited(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<Party[]> {
    const rows = await sharedRows<{ readonly party: string }>(scope, partnership, 'INVITATION');
    const parties = await Promise.all(rows.map(({ party }) => related(scope, Party, 'party', party, partnership.asOf)));
    return parties.filter((party) => party !== null);
  }

  @ResolveField(() => [PartnershipRole], { description: 'Roles (rollen) held on that date.' })
  roles(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<PartnershipRole[]> {
    return rolesOf(scope, partnership);
  }

  @ResolveField(() => [DeclaredRoleTension], { description: 'Tensions declared by that date; none for readers outside the partnership.' })
  async tensions(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<DeclaredRoleTension[]> {
    return (await sharedRows<TensionDoc>(scope, partnership, 'TENSION')).map(({ declaration, ...doc }) =>
      Object.assign(new DeclaredRoleTension(), doc, { declaration: declaration ? openText(scope, declaration) : null }),
    );
  }

  @ResolveField(() => [RelationshipReview], { description: 'Reviews held by that date; none for readers outside the partnership.' })
  async reviews(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<RelationshipReview[]> {
    const held = await sharedRows<ReviewDoc>(scope, partnership, 'REVIEW');
    return Promise.all(held.map(async (doc) => ({ ...doc, text: await openText(scope, doc.text) })));
  }

  @ResolveField(() => [RuleNote], {
    description: 'What is not in order on that date (bevindingen), also where a party merged or a post was abolished.',
  })
  async findings(@Scope() scope: RequestScope, @Parent() partnership: Partnership): Promise<RuleNote[]> {
    const { status, asOf, findings } = partnership;
    if (status !== 'ACTIVE') return [...findings];
    const [members, roles] = await Promise.all([this.members(scope, partnership), rolesOf(scope, partnership)]);
    return [
      ...findings,
      ...(await endedHolderFindings(
        scope,
        asOf,
        members,
        roles.map(({ doc }) => doc),
      )),
    ];
  }
}

@Resolver(() => PartnershipSeat)
export class PartnershipSeatResolver {
  @ResolveField(() => Party, { nullable: true })
  party(@Scope() scope: RequestScope, @Parent() { party, asOf }: PartnershipSeat): Promise<Party | null> {
    return related(scope, Party, 'party', party, asOf);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why it left.' })
  leftBecause(@Scope() scope: RequestScope, @Parent() { reason }: PartnershipSeat): string | null | Promise<string> {
    return reason ? openText(scope, reason) : null;
  }
}

@Resolver(() => PartnershipRole)
export class PartnershipRoleResolver {
  @ResolveField(() => Party, {
    nullable: true,
    description: 'The party that bears it (rolhouder): of a post, the organisation or body it belongs to.',
  })
  bearer(@Scope() scope: RequestScope, @Parent() { doc, asOf }: PartnershipRole): Promise<Party | null> {
    return related(scope, Party, 'party', doc.bearer, asOf);
  }

  @ResolveField(() => Post, { nullable: true, description: 'The post that has it; null when the party itself does.' })
  post(@Scope() scope: RequestScope, @Parent() { doc, asOf }: PartnershipRole): Promise<Post | null> {
    return related(scope, Post, 'post', doc.assignee.kind === 'post' ? doc.assignee.id : null, asOf);
  }

  @ResolveField(() => Partnership, { nullable: true })
  partnership(@Scope() scope: RequestScope, @Parent() { doc, asOf }: PartnershipRole): Promise<Partnership | null> {
    return related(scope, Partnership, 'partnership', doc.partnership, asOf);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why it was ended.' })
  endedBecause(@Scope() scope: RequestScope, @Parent() { doc }: PartnershipRole): string | null | Promise<string> {
    return doc.reason ? openText(scope, doc.reason) : null;
  }
}

/** Partnerships with a member, with a role, or in which that member has that role. */
async function withRole(scope: RequestScope, { member, role }: Pick<PartnershipFilter, 'member' | 'role'>, asOf: AsOf): Promise<string[]> {
  const { viewer, snapshot } = scope;
  const party = member ? [{ column: 'party', is: member }] : [];
  const seats = [{ column: 'kind', is: 'MEMBER' }, ...party];
  const rows = role
    ? await snapshot.rows({ table: 'partnership_role', asOf, viewer, where: [{ column: 'role', is: role }, ...party, ...heldAt(asOf)] })
    : await snapshot.rows({ table: 'partnership_seat', asOf, viewer, where: seats });
  return [...new Set(rows.map(({ entity }) => entity))];
}

function heldAt({ validAt }: AsOf): Condition[] {
  const after = addDays(validAt, 1);
  return [
    { column: 'from_date', until: after },
    { column: 'until_date', from: after },
  ];
}

async function rolesOf(scope: RequestScope, { id, asOf }: Partnership): Promise<PartnershipRole[]> {
  const rows = await scope.snapshot.rows({ table: 'partnership_role', asOf, viewer: scope.viewer, entities: [id], where: heldAt(asOf) });
  return rows.map((row) => presentRole(row, asOf)).sort((a, b) => a.assignment - b.assignment);
}

function presentRole({ doc }: StoredRow, asOf: AsOf): PartnershipRole {
  const { assignment, role, name, deciding, matter, from, until, tensionMatrix, seat } = doc as RoleDoc;
  const type = isRoleType(role) ? role : null;
  const shown = { assignment, role, type, name, deciding, matter, from, until, tensionMatrix, seatKind: seat?.kind ?? null };
  return Object.assign(new PartnershipRole(), shown, { doc: doc as RoleDoc, asOf });
}

async function seatsOf(scope: RequestScope, { id, asOf }: Partnership): Promise<PartnershipSeat[]> {
  const rows = await scope.snapshot.rows({ table: 'partnership_seat', asOf, viewer: scope.viewer, entities: [id] });
  const seats = rows.map(({ doc }) => Object.assign(new PartnershipSeat(), doc as SeatDoc, { asOf }));
  return seats.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

async function sharedRows<Doc>(scope: RequestScope, { id, asOf }: Partnership, kind: string): Promise<Doc[]> {
  const where = [{ column: 'kind', is: kind }];
  const rows = await scope.snapshot.rows({ table: 'partnership_shared', asOf, viewer: scope.viewer, entities: [id], where });
  return rows.map(({ doc }) => doc as Doc);
}

export const partnershipRegistration: AggregateRegistration<PartnershipState> = {
  projection: partnershipProjection,
  commands: partnershipCommands,
  subject: Partnership,
  resolvers: [PartnershipResolver, PartnershipSeatResolver, PartnershipRoleResolver, TensionMatrixResolver],
};

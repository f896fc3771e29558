import { Args, ID, InputType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { finding, type Finding } from '../../../law/rules.js';
import type { Condition, StoredRow } from '../../../views/read-models.js';
import { RuleNote } from '../../authority/verdict.type.js';
import { Party } from '../../parties/party/party.resolver.js';
import { ChoiceField, IdField } from '../../registration/fields.js';
import type { AggregateRegistration } from '../../registration/registration.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
import { listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related } from '../../serving/subject.js';
import { AgreementKind, AgreementStatus } from './agreement-kinds.js';
import type { AgreementState } from './agreement-state.js';
import type { AnswerDoc, ProposalDoc } from './agreement-texts.view.js';
import { AgreementTextResolver, correctionsOf, presentText, textOf } from './agreement-text.resolver.js';
import { AgreementHistoryResolver } from './agreement-history.resolver.js';
import { agreementCommands } from './agreement.bindings.js';
import {
  Agreement,
  AgreementAnswer,
  AgreementConnection,
  AgreementCorrection,
  AgreementNote,
  AgreementProposal,
  AgreementText,
} from './agreement.type.js';
import { agreementProjection } from './agreement.view.js';
import { CommitmentResolver, presentCommitment } from './commitment.resolver.js';
import { Commitment } from './commitment.type.js';

@InputType({ description: 'Which agreements; every condition given must hold.' })
export class AgreementFilter {
  @IdField('Of which this is a party on that date.', { optional: true })
  party?: string;

  @ChoiceField(AgreementKind, 'Of this kind.', { optional: true })
  kind?: AgreementKind;

  @ChoiceField(AgreementStatus, 'Standing so on that date.', { optional: true })
  status?: AgreementStatus;
}

@Resolver(() => Agreement)
export class AgreementResolver {
  @Query(() => Agreement, { description: 'One agreement.' })
  agreement(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Agreement> {
    return findSubject(scope, Agreement, 'agreement', id, args);
  }

  @Query(() => AgreementConnection, { description: 'Agreements, by their first day.' })
  agreements(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => AgreementFilter, nullable: true }) filter?: AgreementFilter,
  ): Promise<ConnectionOf<Agreement>> {
    const { party, kind, status } = filter ?? {};
    const where: Condition[] = Object.entries({ party, kind, status }).flatMap(([column, is]) =>
      is === undefined || is === null ? [] : [{ column, is }],
    );
    const list = party
      ? { table: 'agreement_party', order: ['party', 'starts_on'], where, fields }
      : { table: 'agreement', order: ['starts_on'], where, fields };
    return listPage(scope, args, list, (row, asOf) => present(Agreement, row, asOf));
  }

  @ResolveField(() => [Party], { description: 'Its parties on that date.' })
  async parties(@Scope() scope: RequestScope, @Parent() { parties, asOf }: Agreement): Promise<Party[]> {
    const found = await Promise.all(parties.map((id) => related(scope, Party, 'party', id, asOf)));
    return found.filter((one) => one !== null);
  }

  @ResolveField(() => AgreementText, {
    nullable: true,
    description: 'The version in force on that date (geldende versie); null when there is none.',
  })
  version(@Scope() scope: RequestScope, @Parent() { id, asOf, versionNumber }: Agreement): Promise<AgreementText | null> {
    return versionNumber === undefined ? Promise.resolve(null) : textOf(scope, id, asOf, { column: 'version', is: versionNumber });
  }

  @ResolveField(() => [AgreementText], { description: 'Every text you may read: drafts, proposals and versions, in their order.' })
  async texts(@Scope() scope: RequestScope, @Parent() { id, asOf }: Agreement): Promise<AgreementText[]> {
    return (await this.rows(scope, 'agreement_text', { id, asOf })).map((row) => presentText(row, asOf));
  }

  @ResolveField(() => AgreementProposal, { nullable: true, description: 'The proposal on the table on that date, for the parties.' })
  async proposal(@Scope() scope: RequestScope, @Parent() { id, asOf }: Agreement): Promise<AgreementProposal | null> {
    const doc = (await this.rows(scope, 'agreement_proposal', { id, asOf }))[0]?.doc as ProposalDoc | undefined;
    if (!doc) return null;
    return Object.assign(new AgreementProposal(), doc, { text: await textOf(scope, id, asOf, { column: 'hash', is: doc.hash }) });
  }

  @ResolveField(() => [AgreementAnswer], { description: 'Who said what to which proposal, as it stands on that date; for the parties.' })
  async answers(@Scope() scope: RequestScope, @Parent() agreement: Agreement): Promise<AgreementAnswer[]> {
    return (await this.rows(scope, 'agreement_answer', agreement)).map(({ doc }) => doc as AnswerDoc as AgreementAnswer);
  }

  @ResolveField(() => [AgreementCorrection])
  corrections(@Scope() scope: RequestScope, @Parent() { id, asOf }: Agreement): Promise<AgreementCorrection[]> {
    return correctionsOf(scope, id, asOf);
  }

  @ResolveField(() => [Commitment], { description: 'Its commitments on that date, due day by due day.' })
  async commitments(@Scope() scope: RequestScope, @Parent() { id, asOf }: Agreement): Promise<Commitment[]> {
    return (await this.rows(scope, 'agreement_commitment', { id, asOf })).map((row) => presentCommitment(row, asOf));
  }

  @ResolveField(() => [RuleNote], { description: 'Warnings and findings, as of the recording, and what became of its parties.' })
  async findings(@Scope() scope: RequestScope, @Parent() { parties, findings, asOf }: Agreement): Promise<readonly Finding[]> {
    const rows = await Promise.all(parties.map((id) => scope.one('party', asOf, id)));
    return [...findings, ...rows.flatMap((row) => (row && row.doc.status !== 'ACTIVE' ? [endedParty(row)] : []))];
  }

  @ResolveField(() => [AgreementNote], { description: 'Risks, suspensions, recalibrations and evaluations: what you may read of them.' })
  async notes(@Scope() scope: RequestScope, @Parent() { id, asOf }: Agreement): Promise<AgreementNote[]> {
    const rows = await this.rows(scope, 'agreement_note', { id, asOf });
    return rows.map(({ columns, doc }) => ({ kind: String(columns['kind']), on: String(columns['on_date']), content: doc as unknown }));
  }

  private rows(scope: RequestScope, table: string, { id, asOf }: Pick<Agreement, 'id' | 'asOf'>): Promise<readonly StoredRow[]> {
    return scope.snapshot.rows({ table, asOf, viewer: scope.viewer, entities: [id] });
  }
}

/** A merger or dissolution ends no agreement: it stays open until somebody decides about it. */
function endedParty({ doc: { name, mergedInto } }: StoredRow): Finding {
  return finding('PARTY_ENDED', {
    effect: 'F',
    detail: mergedInto
      ? {
          nl: `${name} is opgegaan in ${mergedInto}; besluit wat dat voor de afspraak betekent.`,
          en: `${name} merged into ${mergedInto}; decide what that means for the agreement.`,
        }
      : {
          nl: `${name} is opgeheven; besluit wat dat voor de afspraak betekent.`,
          en: `${name} was dissolved; decide what that means for the agreement.`,
        },
  });
}

export const agreementRegistration: AggregateRegistration<AgreementState> = {
  projection: agreementProjection,
  commands: agreementCommands,
  subject: Agreement,
  resolvers: [AgreementResolver, CommitmentResolver, AgreementTextResolver, AgreementHistoryResolver],
};

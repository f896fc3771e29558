import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandBinding, AggregateRegistration } from '../../../libs/collaboration/registration/registration.js';
import { bindCommand } from '../../../libs/collaboration/registration/bind-command.js';
import { Fault } from '../../../libs/ledger/errors.js';
import { Ledger, type Outcome } from '../../../libs/ledger/execution.js';
import type { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import { randomUUID } from 'node:crypto';

/** A command on its way to the ledger; every aggregate's commands travel in it. */
export class RecordCommand {
  constructor(
    readonly registration: AggregateRegistration,
    readonly binding: CommandBinding<any>,
    readonly input: object,
    readonly scope: RequestScope,
  ) {}
}

/** The one handler of all commands: validate, check whom it is for, decide and record. */
@CommandHandler(RecordCommand)
export class RecordCommandHandler implements ICommandHandler<RecordCommand, Outcome> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ registration, binding, input, scope }: RecordCommand): Promise<Outcome> {
    const actor = scope.signedIn;
    const command = bindCommand(binding.command, input);
    if (actor.role === 'auditor' || actor.role === 'resident')
      throw new Fault('FORBIDDEN', 'auditors and residents read; they do not record');
    if (command.actingFor !== undefined && command.actingFor !== actor.party && actor.role !== 'administrator') {
      throw new Fault('FORBIDDEN', 'actingFor must be the party of the token');
    }
    return this.ledger.execute({
      type: binding.command.name,
      aggregate: registration.projection.aggregate,
      rule: binding.rule,
      command,
      commandId: command.commandId ?? randomUUID(),
      newCommandId: command.commandId === undefined,
      expectedRevision: command.expectedRevision,
      actor,
      actingFor: command.actingFor ?? actor.party,
      traceParent: scope.traceParent,
      declaredNotBsn: command.declaredNotBsn,
    });
  }
}

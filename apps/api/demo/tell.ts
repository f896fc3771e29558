import type { CommandBus } from '@nestjs/cqrs';
import { actorOf } from '../../../libs/access/directory.js';
import { viewerOf } from '../../../libs/access/viewer.js';
import { registrations } from '../../../libs/collaboration/registrations.js';
import { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import type { Outcome } from '../../../libs/ledger/execution.js';
import { RecordCommand } from '../graphql/record-command.js';
import { DemoClock } from '../node/demo-clock.js';
import { ADMINISTRATOR, type LedgerNode } from '../node/ledger-node.js';
import { STORY, type Step } from './story.js';

/** Hour at which the people of Rivierenoord start their day. */
const MORNING = 'T08:00:00.000Z';

/**
 * Tells the story to a demo ledger, through the same commands as any client's, moving its clock forward from day to day. Told before
 * or half told makes no difference: every step is idempotent.
 */
export async function tellStory(node: LedgerNode, bus: CommandBus): Promise<void> {
  const { clock } = node;
  if (!(clock instanceof DemoClock)) throw new Error('the story is told to demo ledgers only');
  for (const { on, steps } of STORY) {
    if (`${on}${MORNING}` > clock.now()) clock.moveTo(`${on}${MORNING}`);
    for (const step of steps) await take(node, bus, step);
  }
}

async function take(node: LedgerNode, bus: CommandBus, { name, by, command, input, refusedBy }: Step): Promise<void> {
  const person = by === 'administrator' ? undefined : node.directory.byPersona(by);
  const actor = person ? actorOf(person) : ADMINISTRATOR;
  for (const registration of registrations) {
    const binding = registration.commands.find((one) => one.command.name === command);
    if (!binding) continue;
    const outcome: Outcome = await bus.execute(
      new RecordCommand(registration, binding, input, new RequestScope(node.serving, actor, viewerOf(actor))),
    );
    const answer = outcome.kind === 'refused' ? outcome.refusal.ruleId : undefined;
    if (answer !== refusedBy)
      throw new Error(`the story's step "${name}" should be ${refusedBy ?? 'recorded'}, but was ${answer ?? 'recorded'}`);
    return;
  }
  throw new Error(`the story's step "${name}" names an unknown command ${command}`);
}

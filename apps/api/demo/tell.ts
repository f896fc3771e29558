import type { CommandBus } from '@nestjs/cqrs';
import { actorOf } from '../../../libs/access/directory.js';
import { viewerOf } from '../../../libs/access/viewer.js';
import { registrations } from '../../../libs/collaboration/registrations.js';
import { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import type { Outcome } from '../../../libs/ledger/execution.js';
import { RecordCommand } from '../graphql/record-command.js';
import type { DemoTime } from '../node/demo-time.js';
import { MORNING } from '../node/demo-time.js';
import { ADMINISTRATOR, type LedgerNode } from '../node/ledger-node.js';
import { stepId } from './personas.js';
import { STORY, type Scene, type Step } from './story.js';

const VIEWS_WITHIN_MS = 60_000;
const EVERYTHING = { party: null, seesAll: true };

/**
 * Tells the story to a demo ledger, through the same commands as any client's, moving its clock forward from day to day. A ledger that
 * heard it is left alone; one that heard half of it hears the rest.
 */
export async function tellStory(node: LedgerNode, bus: CommandBus, time: DemoTime): Promise<void> {
  for (const { on, steps } of await restOfStory(node)) {
    if (`${on}${MORNING}` > node.clock.now()) await time.moveTo(`${on}${MORNING}`);
    for (const step of steps) await take(node, bus, step);
  }
}

/**
 * What is left to tell of a day after the last step that was heard; nothing, when only refusals are left. What was refused before that step
 * belongs to what was then: asked again now, it could go otherwise.
 */
export async function untold(steps: readonly Step[], heard: (commandId: string) => Promise<boolean>): Promise<readonly Step[]> {
  let left = steps.length;
  while (left > 0 && !(await heard(stepId(steps[left - 1]!.name)))) left -= 1;
  const rest = steps.slice(left);
  return rest.some(({ refusedBy }) => refusedBy === undefined) ? rest : [];
}

/** The days on which something is left to tell. A step was heard when its command is on record; a refused attempt that is recorded counts. */
async function restOfStory({ views, store }: LedgerNode): Promise<readonly Scene[]> {
  if (!(await views.waitFor(await store.head(), VIEWS_WITHIN_MS)))
    throw new Error('the views of the demo were not built in time; start again');
  const snapshot = views.snapshot();
  try {
    const heard = async (commandId: string) => (await snapshot.journal({ viewer: EVERYTHING, commandId, limit: 1 })).length > 0;
    const rest: Scene[] = [];
    for (const { on, steps } of STORY) {
      const news = await untold(steps, heard);
      if (news.length > 0) rest.push({ on, steps: news });
    }
    return rest;
  } finally {
    await snapshot.close();
  }
}

async function take(node: LedgerNode, bus: CommandBus, { name, by, command, input, refusedBy }: Step): Promise<void> {
  const person = by === 'administrator' ? undefined : await node.directory.byPersona(by);
  const actor = person ? actorOf(person) : ADMINISTRATOR;
  for (const registration of registrations) {
    const binding = registration.commands.find((one) => one.command.name === command);
    if (!binding) continue;
    const outcome: Outcome = await bus.execute(
      new RecordCommand(registration, binding, input, new RequestScope(node.serving, actor, viewerOf(actor))),
    );
    const answer = outcome.kind === 'refused' ? outcome.refusal.ruleId : undefined;
    if (answer !== refusedBy)
      throw new Error(
        `the story's step "${name}" should be ${refusedBy ?? 'recorded'}, but was ${answer ?? 'recorded'}; if an earlier version told this ledger its story, tell it anew: npx convenant demo --yes`,
      );
    return;
  }
  throw new Error(`the story's step "${name}" names an unknown command ${command}`);
}

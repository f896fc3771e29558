import type { Logger } from 'pino';
import { bindCommand } from '../../../libs/collaboration/registration/bind-command.js';
import type { AggregateRegistration, CommandBinding } from '../../../libs/collaboration/registration/registration.js';
import type { DueRow } from '../../../libs/collaboration/timers/due-rows.js';
import type { TimedCommand } from '../../../libs/collaboration/timers/timer.js';
import type { Actor } from '../../../libs/ledger/aggregate.js';
import { Fault, type FaultCategory } from '../../../libs/ledger/errors.js';
import type { Ledger } from '../../../libs/ledger/execution.js';
import { nameId } from '../../../libs/ledger/ids.js';

/** What became of one command that a timer gave. FAILED is tried again. */
export interface Fired {
  readonly on: string;
  readonly kind: string;
  /** Whose timer it was. */
  readonly stream: string;
  readonly command: string;
  /** What was recorded, on which stream. */
  readonly outcome: 'RECORDED' | 'UNCHANGED' | 'REFUSED' | 'FAILED';
  readonly recordedOn?: string;
}

/** The ledger's own hand. */
const SCHEDULER: Actor = { person: '00000000-0000-4000-8000-000000000003', party: null, role: 'administrator' };
/** Namespace of the ids of commands that timers give. */
const TIMERS = '0b7c5d0e-86f4-5b3e-a6a3-4f5f0c2b9d71';

/** The ledger said what it thinks of it: asking again would change nothing. Any other fault may pass. */
const FINAL: readonly FaultCategory[] = ['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND', 'COMMAND_ID_REUSED', 'LIMIT_EXCEEDED'];

interface Found {
  readonly registration: AggregateRegistration;
  readonly binding: CommandBinding<any>;
}

/** Gives the commands of timers, each once: its id follows from the timer, its day and what it does. */
export class TimerCommands {
  private readonly byName: ReadonlyMap<string, Found>;

  constructor(
    private readonly ledger: Pick<Ledger, 'execute'>,
    registrations: readonly AggregateRegistration[],
    private readonly logger: Logger,
  ) {
    this.byName = new Map(
      registrations.flatMap((registration) => registration.commands.map((binding) => [binding.command.name, { registration, binding }])),
    );
  }

  async give({ stream, key, on, kind }: DueRow, command: TimedCommand): Promise<Fired> {
    const fired = { on, kind, stream, command: command.name };
    try {
      const outcome = await this.execute(command, nameId(TIMERS, JSON.stringify([stream, key, on, command.name, command.input])));
      if (outcome.kind === 'recorded') {
        const recorded = outcome.events.length > 0;
        return { ...fired, outcome: recorded ? 'RECORDED' : 'UNCHANGED', ...(recorded ? { recordedOn: outcome.stream } : {}) };
      }
      this.logger.warn({ ...fired, ruleId: outcome.refusal.ruleId }, 'what a timer asked for was refused');
      return { ...fired, outcome: 'REFUSED' };
    } catch (error) {
      const final = error instanceof Fault && FINAL.includes(error.category);
      this.logger.warn({ ...fired, err: error }, final ? 'what a timer asked for cannot be done' : 'a timer will be tried again');
      return { ...fired, outcome: final ? 'REFUSED' : 'FAILED' };
    }
  }

  private async execute({ name, input }: TimedCommand, commandId: string) {
    const found = this.byName.get(name);
    if (!found) throw new Fault('NOT_FOUND', `there is no command ${name}`);
    const { registration, binding } = found;
    return this.ledger.execute({
      type: name,
      aggregate: registration.projection.aggregate,
      rule: binding.rule,
      command: bindCommand(binding.command, { ...input, commandId }),
      commandId,
      actor: SCHEDULER,
      actingFor: null,
    });
  }
}

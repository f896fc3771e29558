import { setTimeout as pause } from 'node:timers/promises';
import type { BilingualText } from '../../../libs/ledger/refusal.js';
import { Fault, type FaultCategory } from '../../../libs/ledger/errors.js';
import { httpJson, type HttpAnswer } from './http-json.js';

/** What a command led to: in the ledger, or refused by a rule. */
export type RecordAnswer =
  | { readonly kind: 'recorded'; readonly stream: string; readonly position: string }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly title: BilingualText;
      readonly detail: BilingualText;
      readonly legalBasis: string | null;
    };

/** What a command says; its id makes a repeat harmless. */
export interface CommandContent {
  readonly commandId: string;
  readonly [field: string]: unknown;
}

/** Faults after which the same request may be sent again: commands carry an id, so that a repeat is harmless. */
const PASSING: ReadonlySet<FaultCategory> = new Set(['UNAVAILABLE', 'NOT_YET', 'CONFLICT']);
const ATTEMPTS = 7;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const ANSWER_WITHIN_MS = 60_000;

interface GraphqlError {
  readonly message: string;
  readonly extensions?: {
    readonly code?: string;
    readonly retryAfterMs?: number;
    readonly traceId?: string;
    readonly problems?: readonly unknown[];
  };
}

/** Asks and records through the API, as any client does: the one way in which the command line writes. */
export class LedgerClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** @throws Fault with the API's code */
  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    return this.repeated(async () => {
      const answer = await httpJson({
        url: `${this.url}/graphql`,
        token: this.token,
        body: { query, variables },
        timeoutMs: ANSWER_WITHIN_MS,
      });
      const { data, errors } = answer.body as { data?: Data; errors?: readonly GraphqlError[] };
      if (errors?.[0]) throw faultOf(errors[0]);
      if (!data) throw new Fault('UNAVAILABLE', `the server answered ${answer.status} without data`);
      return data;
    });
  }

  /** `command` is the mutation's name with a capital, e.g. `RegisterParty`. */
  async record(command: string, input: CommandContent): Promise<RecordAnswer> {
    const mutation = command.charAt(0).toLowerCase() + command.slice(1);
    const { answer } = await this.ask<{ answer: RecordedOrRefused }>(
      `mutation ${command}($input: ${command}Input!) { answer: ${mutation}(input: $input) {
        __typename
        ... on Recorded { stream position }
        ... on Refused { code title { nl en } detail { nl en } legalBasis }
      } }`,
      { input },
    );
    const { __typename: type, ...rest } = answer;
    return type === 'Recorded' ? { kind: 'recorded', ...(rest as RecordedFields) } : { kind: 'refused', ...(rest as RefusedFields) };
  }

  /** Waits until the views hold everything that was recorded, so that a run right after another finds what that one wrote. */
  async caughtUp(): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { ledgerStatus } = await this.ask<{ ledgerStatus: { caughtUp: boolean } }>('{ ledgerStatus { caughtUp } }');
      if (ledgerStatus.caughtUp) return;
      await pause(pauseMs(attempt, undefined));
    }
  }

  /** A route of the operator's, outside GraphQL. Takes as long as it takes. */
  administer(path: string): Promise<HttpAnswer> {
    return httpJson({ url: `${this.url}${path}`, token: this.token, body: {} });
  }

  readiness(): Promise<HttpAnswer> {
    return httpJson({ url: `${this.url}/health/ready`, method: 'GET', timeoutMs: ANSWER_WITHIN_MS });
  }

  private async repeated<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof Fault) || !PASSING.has(error.category) || attempt === ATTEMPTS) throw error;
        await pause(pauseMs(attempt, error.details['retryAfterMs']));
      }
    }
  }
}

type RecordedFields = Omit<Extract<RecordAnswer, { kind: 'recorded' }>, 'kind'>;
type RefusedFields = Omit<Extract<RecordAnswer, { kind: 'refused' }>, 'kind'>;
type RecordedOrRefused = { readonly __typename: string } & (RecordedFields | RefusedFields);

/** Longer each time, and spread, so that waiting requests do not come back all at once. */
export function pauseMs(attempt: number, asked: unknown, chance = Math.random()): number {
  const doubled = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  const wanted = Math.max(doubled, typeof asked === 'number' ? asked : 0);
  return Math.min(LONGEST_PAUSE_MS, wanted) * (0.5 + chance / 2);
}

function faultOf({ message, extensions = {} }: GraphqlError): Error {
  const { code, ...details } = extensions;
  if (code === undefined || code === 'INTERNAL') {
    return new Error(`the server met an unexpected error (trace ${extensions.traceId ?? 'unknown'}); its log says more`);
  }
  return new Fault(code as FaultCategory, message, details);
}

import { randomUUID } from 'node:crypto';
import type { Answer } from './http.js';
import type { RunningServer } from './running-server.js';

export interface Recorded {
  readonly __typename: 'Recorded';
  /** Id of the subject. */
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly recordedAt: string }[];
}

export interface Refused {
  readonly __typename: 'Refused';
  readonly code: string;
  readonly detail: { readonly en: string };
}

/** The mutation of a command, e.g. `RegisterParty`. */
export function mutationOf(command: string, more = ''): string {
  return `mutation ($input: ${command}Input!) { answer: ${command.charAt(0).toLowerCase()}${command.slice(1)}(input: $input) {
    __typename
    ... on Recorded { stream revision position events { id type recordedAt } ${more} }
    ... on Refused { code detail { en } }
  } }`;
}

/** Sends a command; faults are in the answer. */
export function send(
  server: RunningServer,
  command: string,
  input: object,
  token?: string,
): Promise<Answer<{ answer: Recorded | Refused }>> {
  return server.graphql(mutationOf(command), { input }, token);
}

/** Sends a command that must be recorded, and waits until it can be read: asking for the subject does. @throws Error with what came instead */
export async function record(server: RunningServer, command: string, input: object, token: string): Promise<Recorded> {
  const waiting = mutationOf(command, 'subject { __typename }');
  const { data, errors }: Answer<{ answer: Recorded | Refused }> = await server.graphql(
    waiting,
    { input: { commandId: randomUUID(), ...input } },
    token,
  );
  if (data?.answer.__typename !== 'Recorded') throw new Error(`${command}: ${JSON.stringify(errors ?? data)}`);
  const { answer } = data;
  return { ...answer, id: answer.stream.slice(answer.stream.indexOf('-') + 1) };
}

/** Code of a refusal by a business rule. @throws Error when it was no refusal */
export async function refusalOf(server: RunningServer, command: string, input: object, token: string): Promise<string> {
  const { data, errors } = await send(server, command, input, token);
  if (data?.answer.__typename !== 'Refused') throw new Error(`${command}: ${JSON.stringify(errors ?? data)}`);
  return data.answer.code;
}

/** `extensions.code` of the only fault. @throws Error when there was none or there were more */
export function codeOf({ errors, data }: Answer<unknown>): string {
  if (errors?.length !== 1) throw new Error(`expected one fault: ${JSON.stringify(errors ?? data)}`);
  return errors[0]!.extensions.code;
}

import { createHmac } from 'node:crypto';
import { canonicalJson } from './codec.js';
import type { CommandRequest } from './command-request.js';
import { Fault } from './errors.js';
import { RecentMap } from './recent-map.js';
import { withoutAbsent } from './without-absent.js';

/** Far more than the views are ever behind, so that a command is known here until they know it. */
const REMEMBERED_COMMANDS = 50_000;

/**
 * What each command id was used for, on any stream. The subject's own stream answers exactly; this adds the other streams: what
 * this process appended, before the views have it, and what the views have.
 */
export class CommandIds {
  private readonly recent = new RecentMap<string>(REMEMBERED_COMMANDS);

  constructor(private readonly find: ((commandId: string) => Promise<string | undefined>) | undefined) {}

  /** Digest of the command that used the id. */
  async digestOf(commandId: string): Promise<string | undefined> {
    return this.recent.get(commandId) ?? (await this.find?.(commandId));
  }

  use(commandId: string, digest: string): void {
    this.recent.set(commandId, digest);
  }
}

/** Tells commands with other content apart. Keyed, so that a guess at the content cannot be checked against the log. */
export function commandDigest(secret: Uint8Array, { type, command, actor, actingFor }: CommandRequest): string {
  const { commandId: _, ...content } = command as Record<string, unknown>;
  return createHmac('sha256', secret)
    .update(canonicalJson({ type, input: withoutAbsent(content), person: actor.person, party: actor.party, actingFor }))
    .digest('base64url');
}

export function commandIdReused(commandId: string): Fault {
  return new Fault('COMMAND_ID_REUSED', 'this commandId was used for a command with other content; give every new command a new UUID', {
    commandId,
  });
}

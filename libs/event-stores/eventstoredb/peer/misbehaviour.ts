/** What goes wrong with one append. */
export type AppendFault =
  | 'cutBeforeStoring'
  | 'cutAfterStoring'
  /** Stored, and nothing is ever answered. */
  | 'unanswered'
  | 'notReady'
  /** The server's own time-out: stored or not, it does not know. */
  | 'timedOut'
  | { readonly answerAfterMs: number };

/** What goes wrong with one read. */
export type ReadFault = { readonly cutAfterEvents: number } | { readonly answerAfterMs: number } | 'silent' | 'twice';

/** How the peer behaves, changed by tests while it runs. */
export class Misbehaviour {
  /** Asked for every append. */
  append: (stream: string) => AppendFault | undefined = () => undefined;
  /** Asked for every read that is no subscription. */
  read: (stream: string) => ReadFault | undefined = () => undefined;
  /** The latest records, this many, are not in the node's index yet: reads do not show them, appends count with them. */
  unindexed = 0;
  /** Live subscriptions are confirmed, and then say nothing. */
  mute = false;
  /** Live subscriptions send everything twice. */
  twice = false;
  /** No call is accepted: user and password are wrong, or have no rights. */
  denial: 'unauthenticated' | 'accessDenied' | undefined;
  /** Where the leader is, when it is another node. `unknown` during an election. */
  leader: { readonly host: string; readonly port: number } | 'unknown' | undefined;
}

/** The first so many times, and then no more. */
export function times<Fault>(count: number, fault: Fault): () => Fault | undefined {
  let left = count;
  return () => {
    left -= 1;
    return left >= 0 ? fault : undefined;
  };
}

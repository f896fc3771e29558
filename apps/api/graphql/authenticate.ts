import { ANONYMOUS, viewerOf } from '../../../libs/access/viewer.js';
import { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import type { LedgerNode } from '../node/ledger-node.js';

const TRACE_PARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Who asks. Without a token one sees what is public; with a wrong one nothing.
 * @throws Fault UNAUTHENTICATED
 */
export async function openScope(node: LedgerNode, authorization: string | undefined, traceParent?: string): Promise<RequestScope> {
  const trace = traceParent !== undefined && TRACE_PARENT.test(traceParent) ? traceParent : undefined;
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (authorization === undefined || authorization === '') return new RequestScope(node.serving, undefined, ANONYMOUS, trace);
  const actor = await node.tokens.verify(token ?? '');
  return new RequestScope(node.serving, actor, viewerOf(actor), trace);
}

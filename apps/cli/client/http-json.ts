import { Agent, request } from 'node:http';
import { Fault } from '../../../libs/ledger/errors.js';

interface HttpCall {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly token?: string;
  readonly body?: object;
  /** How long the answer may take; absent for as long as it takes. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

const agent = new Agent({ keepAlive: true });

/**
 * One request to the server on loopback. Node's own fetch gives up on an answer after five minutes, and a rebuild may take longer.
 * @throws Fault UNAVAILABLE when nobody answers, or not in JSON
 */
export function httpJson({ url, method = 'POST', token, body, timeoutMs }: HttpCall): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const call = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => reject(away(error.message)));
      response.on('end', () => {
        try {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
        } catch {
          reject(away(`it answered ${response.statusCode} without JSON`));
        }
      });
    });
    if (timeoutMs !== undefined) call.setTimeout(timeoutMs, () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.on('error', (error) => reject(away(error.message)));
    call.end(text);
  });
}

function away(reason: string): Fault {
  return new Fault('UNAVAILABLE', `the server does not answer (${reason}); see whether it still runs, then give the same command again.`);
}

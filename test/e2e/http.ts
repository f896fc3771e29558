import { Agent, request } from 'node:http';

/** A fault as the API documents it. */
export interface GraphqlFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly problems?: readonly { path: string; problem: string; message: string }[];
    readonly [detail: string]: unknown;
  };
}

export interface Answer<Data> {
  readonly status: number;
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlFault[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Posted {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Connections are kept, as a busy client keeps them; a server that is gone is an error, never a wait. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export function post(url: string, { method = 'POST', headers = {}, body = '' }: Posted): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const call = request(url, { method, agent, headers: { ...sent, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    call.on('error', reject);
    call.end(method === 'GET' ? undefined : body);
  });
}

export async function postGraphql<Data>(url: string, query: string, variables: object, token?: string): Promise<Answer<Data>> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { status, text } = await post(`${url}/graphql`, { headers, body: JSON.stringify({ query, variables }) });
  return { ...(JSON.parse(text) as object), status };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { record, send } from './operations.js';
import { RunningServer } from './running-server.js';

const TOKEN = 'the-token-of-the-metrics';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARTY = { name: 'Stichting Zonder Naam', kind: 'SOCIAL_ORGANISATION', from: '2020-01-01' };

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

/** What a collector is sent, as OTLP over HTTP. */
class Collector {
  readonly spans: Span[] = [];
  readonly services = new Set<unknown>();
  written = '';
  private readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (request.url === '/v1/traces') this.take(text);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(text: string): void {
    this.written += text;
    for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans) {
      for (const { key, value } of resource.attributes) if (key === 'service.name') this.services.add(value.stringValue);
      for (const { spans } of scopeSpans) this.spans.push(...spans);
    }
  }
}

describe('what a server tells of itself', () => {
  const collector = new Collector();
  let server: RunningServer;
  let registrar: string;
  const scrape = (headers: Record<string, string> = {}) => server.send('/metrics', { method: 'GET', headers });

  beforeAll(async () => {
    const endpoint = await collector.open();
    server = await RunningServer.start({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`, OTEL_SERVICE_NAME: 'rivierenoord' } });
    registrar = await server.token({ role: 'registrar' });
  });
  afterAll(async () => {
    await server.remove();
    await collector.close();
  });

  it('are figures that agree with what was done', async () => {
    await record(server, 'RegisterParty', PARTY, registrar);
    await send(server, 'RegisterParty', PARTY);
    await send(server, 'RegisterParty', { ...PARTY, partOf: '5d611f25-4dab-535b-94f5-c9f9313a32bb' }, registrar);
    await server.graphql('query whatever_a_client_says { nonsense }');
    const feed = server.subscribe('subscription { ledgerEvents { __typename } }', {}, { token: registrar });
    await feed.next();
    const { status, text } = await until(scrape, ({ text }) => /convenant_projection_lag_events 0\n/.test(text));
    expect(status).toBe(200);
    expect(text).toMatch(/convenant_commands_total\{type="RegisterParty",outcome="recorded"\} 1\n/);
    expect(text).toMatch(/convenant_graphql_operation_seconds_count\{kind="mutation",code="OK"\} \d/);
    expect(text).toMatch(/convenant_graphql_operation_seconds_count\{kind="mutation",code="UNAUTHENTICATED"\} 1\n/);
    expect(text).toMatch(/convenant_graphql_operation_seconds_count\{kind="none",code="BAD_USER_INPUT"\} 1\n/);
    expect(text).toMatch(/convenant_http_request_seconds_count\{route="graphql",status="2xx"\} \d/);
    for (const [name, value] of Object.entries({
      ready: 1,
      store_reachable: 1,
      projection_failed: 0,
      subscriptions_open: 1,
      websockets_open: 1,
    }))
      expect(text).toContain(`\nconvenant_${name} ${value}\n`);
    expect(valueOf(text, 'convenant_log_position')).toBe(valueOf(text, 'convenant_projected_position'));
    expect(valueOf(text, 'convenant_data_disk_free_bytes')).toBeGreaterThan(0);
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(text).not.toContain('whatever_a_client_says');
    await feed.close();
    await until(scrape, (answer) => answer.text.includes('convenant_subscriptions_open 0\n'));
  });

  it('answer nobody through a proxy, nor a page under another name, when there is no token', async () => {
    expect((await scrape({ 'x-forwarded-for': '10.0.0.7' })).status).toBe(404);
    expect((await scrape({ host: 'convenant.example.nl' })).status).toBe(404);
    expect((await scrape({ host: `localhost:${new URL(server.url).port}` })).status).toBe(200);
  });

  it('are traces from the request to the projection, in the trace of the caller', async () => {
    const mutation = `mutation ($input: RegisterPartyInput!) { registerParty(input: $input) { ... on Recorded { subject { ... on Party { name } } } } }`;
    const headers = { authorization: `Bearer ${registrar}`, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    const body = JSON.stringify({ query: mutation, variables: { input: { ...PARTY, name: 'Een ander' } } });
    expect((await server.send('/graphql', { headers, body })).text).toContain('Een ander');
    await server.stop();
    const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
    const chain = ['mutation', 'command', 'append', 'projection'].map((name) => spans.find((span) => span.name === name));
    expect(chain.map((span) => span?.parentSpanId)).toEqual(['00f067aa0ba902b7', ...chain.slice(0, 3).map((span) => span?.spanId)]);
    expect(spans.find(({ name }) => name === 'wait for projection')?.parentSpanId).toBe(chain[0]?.spanId);
    const positionOf = (span?: Span) => span?.attributes.find(({ key }) => key === 'convenant.position')?.value;
    const [, , append, projection] = chain;
    expect(positionOf(append)).toBeDefined();
    expect(positionOf(projection)).toEqual(positionOf(append));
    expect(collector.spans.filter(({ name }) => name === 'project').length).toBeGreaterThan(0);
    expect([...collector.services]).toEqual(['rivierenoord']);
    for (const kept of ['Een ander', PARTY.name, registrar]) expect(collector.written).not.toContain(kept);
    await server.restart();
  });
});

describe('metrics with a token', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'on', environment: { CONVENANT_METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => server.remove());

  it('answer whoever sends it, from wherever, and nobody else, not even nearby', async () => {
    const scrape = (headers: Record<string, string>) => server.send('/metrics', { method: 'GET', headers });
    expect((await scrape({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '10.0.0.7' })).status).toBe(200);
    for (const authorization of ['', 'Bearer another', `Basic ${TOKEN}`]) {
      const { status, text } = await scrape(authorization === '' ? {} : { authorization });
      expect([status, text.includes('convenant_')]).toEqual([401, false]);
    }
    expect(server.log).not.toContain(TOKEN);
  });

  it('tell what timers did, and what recovery found', async () => {
    const scrape = () => server.send('/metrics', { method: 'GET', headers: { authorization: `Bearer ${TOKEN}` } });
    const { text } = await until(scrape, (answer) => answer.text.includes('convenant_reservations_pending 0\n'));
    expect(text).toMatch(/convenant_timers_fired_total\{outcome="RECORDED"\} [1-9]/);
    expect(text).toContain('convenant_timers_overdue 0\n');
  });
});

function valueOf(text: string, metric: string): number {
  return Number(new RegExp(`^${metric} (.*)$`, 'm').exec(text)?.[1]);
}

/** @throws Error with the last answer when it never comes */
async function until<Answer>(ask: () => Promise<Answer>, holds: (answer: Answer) => boolean): Promise<Answer> {
  let answer = await ask();
  for (let tries = 0; !holds(answer); tries += 1) {
    if (tries > 200) throw new Error(`it never came: ${JSON.stringify(answer)}`);
    await pause(50);
    answer = await ask();
  }
  return answer;
}

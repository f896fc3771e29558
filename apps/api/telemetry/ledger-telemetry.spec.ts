import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from '@jest/globals';
import type { StorePosition } from '../../../libs/ledger/event-store.js';
import { openCounter, raise, raiseTo } from '../../../libs/ledger/testing/toy.fixture.js';
import { createdBy, ToyLedger } from '../../../libs/ledger/testing/toy-ledger.js';
import { NOTHING_PROJECTED } from '../../../libs/views/projected-heads.js';
import type { ProjectedHead, ReadModels } from '../../../libs/views/read-models.js';
import { LedgerTelemetry, traceProjector } from './ledger-telemetry.js';
import { Telemetry } from './telemetry.js';
import { Tracing } from './tracing.js';

const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const counter = createdBy('a');
const settings = { endpoint: 'http://127.0.0.1:9', serviceName: 'test', share: 1 };

/** Views that are as far as they are told. */
class ToldViews {
  private listener: (head: ProjectedHead) => void = () => undefined;
  readonly head = () => NOTHING_PROJECTED;
  readonly waitFor = async () => true;
  readonly onProjected = (listener: (head: ProjectedHead) => void) => {
    this.listener = listener;
    return () => undefined;
  };

  reach(seq: number): void {
    this.listener({ seq, position: String(seq) as StorePosition, knownTime: null });
  }
}

function watched({ share = 1, traced = true } = {}) {
  const exporter = new InMemorySpanExporter();
  const tracing = traced ? Tracing.start({ ...settings, share }, new SimpleSpanProcessor(exporter)) : undefined;
  const telemetry = new Telemetry(tracing);
  const views = new ToldViews();
  const toy = new ToyLedger();
  toy.ledger.observe(new LedgerTelemetry(telemetry, views as unknown as ReadModels));
  traceProjector(views as unknown as ReadModels, telemetry);
  return { toy, views, telemetry, spans: () => exporter.getFinishedSpans(), metrics: () => telemetry.metrics.text() };
}

const named = (spans: readonly ReadableSpan[], name: string) => spans.filter((span) => span.name === name);

describe('what a ledger does', () => {
  it('is traced from command through append to projection, under the caller, without ids or texts', async () => {
    const { toy, spans } = watched();
    const traceParent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
    await toy.execute(openCounter, { name: 'a' }, { name: 'a', traceParent });
    const outcome = await toy.execute(raise, { counter, by: 2, note: 'what somebody said', about: 'p' }, { traceParent });
    const { position } = outcome as { position: string };
    const [, command] = named(spans(), 'command');
    const [, append] = named(spans(), 'append');
    const [, projection] = named(spans(), 'projection');
    expect(command?.parentSpanContext).toMatchObject(CALLER);
    expect(append?.parentSpanContext?.spanId).toBe(command?.spanContext().spanId);
    expect(projection?.parentSpanContext?.spanId).toBe(append?.spanContext().spanId);
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(new Set([CALLER.traceId]));
    expect(command?.attributes).toEqual({ 'convenant.command': 'Toy', 'convenant.aggregate': 'counter', 'convenant.outcome': 'recorded' });
    expect(append?.attributes).toEqual({ 'convenant.aggregate': 'counter', 'convenant.events': 1, 'convenant.position': position });
    expect(projection?.attributes).toEqual({ 'convenant.position': position, 'convenant.reached': true });
    const told = JSON.stringify(spans().map(({ name, attributes, events, status }) => [name, attributes, events, status]));
    for (const kept of ['what somebody said', counter]) expect(told).not.toContain(kept);
  });

  it('is not traced when the caller keeps no trace, or no share of the own traces is kept', async () => {
    const notKept = watched();
    await notKept.toy.execute(openCounter, { name: 'a' }, { traceParent: `00-${CALLER.traceId}-${CALLER.spanId}-00` });
    expect(notKept.spans()).toEqual([]);
    const noShare = watched({ share: 0 });
    await noShare.toy.execute(openCounter, { name: 'a' });
    expect(noShare.spans()).toEqual([]);
  });

  it('begins a trace of its own for a traceparent that is none', async () => {
    const { toy, spans } = watched();
    await toy.execute(openCounter, { name: 'a' }, { traceParent: '00-nonsense-01' });
    expect(named(spans(), 'command')[0]?.parentSpanContext).toBeUndefined();
  });

  it('shows what the projector reported, by position', () => {
    const { views, spans } = watched();
    views.reach(3);
    views.reach(8);
    expect(named(spans(), 'project').map(({ attributes }) => attributes)).toEqual([
      { 'convenant.after_position': '', 'convenant.position': '3', 'convenant.ledger_events': 3 },
      { 'convenant.after_position': '3', 'convenant.position': '8', 'convenant.ledger_events': 5 },
    ]);
  });

  it.each([true, false])('is counted by type and outcome, whether it is traced (%s) or not', async (traced) => {
    const { toy, metrics } = watched({ traced });
    await toy.execute(openCounter, { name: 'a' }, { name: 'a', type: 'OpenCounter' });
    await toy.execute(raise, { counter, by: 2 }, { type: 'Raise' });
    await toy.execute(raiseTo, { counter, most: 1 }, { type: 'RaiseTo' });
    await expect(toy.execute(raise, { counter: createdBy('nobody'), by: 1 }, { type: 'Raise' })).rejects.toThrow();
    toy.store.mishap = () => 'lost';
    await expect(toy.execute(raise, { counter, by: 1 }, { type: 'Raise' })).rejects.toThrow();
    const text = await metrics();
    for (const line of [
      'convenant_commands_total{type="OpenCounter",outcome="recorded"} 1',
      'convenant_commands_total{type="Raise",outcome="recorded"} 1',
      'convenant_commands_total{type="Raise",outcome="NOT_FOUND"} 1',
      'convenant_commands_total{type="Raise",outcome="UNAVAILABLE"} 1',
      'convenant_append_seconds_count{outcome="durable"} 2',
      'convenant_append_seconds_count{outcome="failed"} 1',
      'convenant_events_recorded_total 2',
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/convenant_commands_total\{type="RaiseTo",outcome="(unchanged|refused)"\} 1/);
  });

  it('counts what was decided again after another writer came first', async () => {
    const { toy, metrics } = watched();
    await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
    const other = new ToyLedger(toy.store, {}, 'other');
    let first = true;
    toy.store.before = async () => {
      if (!first) return;
      first = false;
      await other.execute(raise, { counter, by: 5 });
    };
    await toy.execute(raise, { counter, by: 2 }, { type: 'Raise' });
    expect((await toy.counter('a')).total).toBe(7);
    expect(await metrics()).toContain('convenant_command_conflicts_total{type="Raise"} 1\n');
  });
});

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { Provider } from '@nestjs/common';
import { ApiModule } from './api.module.js';
import { tellStory } from './demo/tell.js';
import { introducePersonas } from './demo/personas.js';
import type { Configuration } from './configuration.js';
import { BindInputs } from './graphql/bind-inputs.pipe.js';
import { OPERATION_LIMITS } from './graphql/limits.js';
import { serveSubscriptions } from './graphql/web-socket.js';
import { finishRequests } from './http/finish-requests.js';
import { answerHttpFaults } from './http/http-faults.js';
import { NestLogger } from './http/nest-logger.js';
import { announceServer } from './node/data-folder.js';
import { registrations } from '../../libs/collaboration/registrations.js';
import { DemoClock } from './node/demo-clock.js';
import { DemoTime } from './node/demo-time.js';
import { startDuties } from './node/duties.js';
import type { LedgerNode } from './node/ledger-node.js';
import { Scheduler } from './node/scheduler.js';
import type { Fired } from './node/timer-commands.js';
import { ProjectorModule } from './projector.module.js';
import { LedgerTelemetry, traceProjector } from './telemetry/ledger-telemetry.js';
import { Telemetry } from './telemetry/telemetry.js';
import { watchRequests } from './telemetry/watch-requests.js';
import { startRecheck } from './node/authority-recheck.js';
import { startRecovery } from './node/recovery.js';

export interface RunningApi {
  readonly url: string;
  readonly node: LedgerNode;
  readonly logger: Logger;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Resolvers besides the API's own, e.g. a benchmark's. */
  readonly extraResolvers?: Provider[];
}

/** Serves the ledger of an opened node, which it closes. */
export async function serve(
  node: LedgerNode,
  configuration: Configuration,
  logger: Logger,
  { extraResolvers = [] }: ServerOptions,
): Promise<RunningApi> {
  const demo = configuration.demo !== 'off';
  const telemetry = await Telemetry.start(configuration.traces);
  const { metrics } = telemetry;
  node.observe(new LedgerTelemetry(telemetry, node.views));
  const stopTracing = traceProjector(node.views, telemetry);
  const onFired = ({ outcome }: Fired) => metrics.timers.inc({ outcome });
  const newScheduler = () => new Scheduler({ ...node.serving, store: node.store, ledger: node.ledger, registrations, logger, onFired });
  let scheduler = newScheduler();
  metrics.watchTimers(() => scheduler.overdue);
  const time = node.clock instanceof DemoClock ? new DemoTime(node.clock, scheduler) : undefined;
  const { origins, metricsToken, host, role } = configuration;
  const settings = { node, logger, telemetry, origins };
  const serves = role !== 'projector';
  const module = serves
    ? ApiModule.around({ ...settings, time, metricsToken }, extraResolvers)
    : ProjectorModule.around({ ...settings, metricsToken });
  try {
    const app = await NestFactory.create<NestExpressApplication>(module, {
      logger: new NestLogger(logger),
      bodyParser: false,
    });
    app.use(watchRequests(telemetry));
    app.useBodyParser('json', { limit: OPERATION_LIMITS.requestBytes });
    app.useGlobalPipes(new BindInputs());
    app.disable('x-powered-by');
    answerHttpFaults(app.get(HttpAdapterHost), logger);
    if (demo) await introducePersonas(node.directory);
    await app.init();
    if (configuration.demo === 'on' && time && serves) await tellStory(node, app.get(CommandBus), time);
    const http = app.getHttpServer() as Server;
    const stopSubscriptions = serves ? serveSubscriptions(http, { ...settings, schema: app.get(GraphQLSchemaHost).schema }) : undefined;
    await app.listen(configuration.port, host);
    const url = urlOf(host, http.address() as AddressInfo);
    const stopDuties = startDuties(node.views, () => {
      const stopRecovery = startRecovery(node, logger, (count) => metrics.reservationsPending.set(count));
      const stopRecheck = startRecheck(node, logger);
      const started = scheduler;
      started.start();
      return async () => {
        // One that was stopped does not start again.
        scheduler = newScheduler();
        await Promise.all([started.stop(), stopRecheck(), stopRecovery()]);
      };
    });
    const withdraw = announceServer(node.folder, { pid: process.pid, url, secret: randomUUID() });
    return {
      url,
      node,
      logger,
      close: async () => {
        withdraw();
        await stopSubscriptions?.();
        await finishRequests(http);
        await stopDuties();
        await app.close();
        stopTracing();
        await node.close();
        await telemetry.close();
      },
    };
  } catch (error) {
    stopTracing();
    await node.close();
    await telemetry.close();
    throw error;
  }
}

/** Where whoever is on this machine finds the server: one that listens everywhere is on loopback as well. */
function urlOf(host: string, { port }: AddressInfo): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
}

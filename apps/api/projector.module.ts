import { All, Controller, HttpException, type DynamicModule, Module } from '@nestjs/common';
import { HealthController } from './http/health.controller.js';
import { METRICS_TOKEN, MetricsController } from './http/metrics.controller.js';
import { LedgerNode } from './node/ledger-node.js';
import { Telemetry } from './telemetry/telemetry.js';

const ELSEWHERE = 'this node only projects (CONVENANT_ROLE=projector): ask one with the role api or all';

@Controller()
class ElsewhereController {
  /** In the form of every fault of the API. */
  @All('{*path}')
  elsewhere(): never {
    throw new HttpException({ errors: [{ message: ELSEWHERE, extensions: { code: 'NOT_FOUND' } }] }, 404);
  }
}

export interface ProjectorSettings {
  readonly node: LedgerNode;
  readonly telemetry: Telemetry;
  readonly metricsToken: string | undefined;
}

/** A node that projects and fires clocks: it says how it is, and nothing else. */
@Module({})
export class ProjectorModule {
  static around({ node, telemetry, metricsToken }: ProjectorSettings): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [HealthController, MetricsController, ElsewhereController],
      providers: [
        { provide: LedgerNode, useValue: node },
        { provide: Telemetry, useValue: telemetry },
        { provide: METRICS_TOKEN, useValue: metricsToken ?? null },
      ],
    };
  }
}

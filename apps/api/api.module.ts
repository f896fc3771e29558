import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import { crossAggregateResolvers, registrations } from '../../libs/collaboration/registrations.js';
import { Ledger } from '../../libs/ledger/execution.js';
import { EventsResolver } from './graphql/events.resolver.js';
import { explainResolvers } from './graphql/explain.js';
import { graphqlOptions, type GraphqlSettings } from './graphql/graphql-options.js';
import { LedgerEventsResolver } from './graphql/ledger-events.resolver.js';
import { mutationResolvers } from './graphql/mutations.js';
import { RecordCommandHandler } from './graphql/record-command.js';
import { AdministrationController } from './http/administration.controller.js';
import { HealthController } from './http/health.controller.js';
import { METRICS_TOKEN, MetricsController } from './http/metrics.controller.js';
import { DemoTime } from './node/demo-time.js';
import { LedgerNode } from './node/ledger-node.js';
import { Telemetry } from './telemetry/telemetry.js';

/** Every resolver of the API; the schema follows from these alone. */
export function apiResolvers(): Type<object>[] {
  return [
    EventsResolver,
    LedgerEventsResolver,
    ...mutationResolvers(registrations),
    ...explainResolvers(registrations),
    ...registrations.flatMap(({ resolvers }) => [...resolvers]),
    ...crossAggregateResolvers,
  ];
}

export interface ApiSettings extends GraphqlSettings {
  /** Of a demo ledger. */
  readonly time: DemoTime | undefined;
  readonly metricsToken: string | undefined;
}

@Module({})
export class ApiModule {
  static around({ time, metricsToken, ...settings }: ApiSettings, extraResolvers: Provider[] = []): DynamicModule {
    const { node, telemetry } = settings;
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), GraphQLModule.forRoot(graphqlOptions(settings))],
      controllers: [HealthController, MetricsController, AdministrationController],
      providers: [
        { provide: LedgerNode, useValue: node },
        { provide: Ledger, useValue: node.ledger },
        { provide: Telemetry, useValue: telemetry },
        { provide: METRICS_TOKEN, useValue: metricsToken ?? null },
        { provide: DemoTime, useValue: time ?? null },
        RecordCommandHandler,
        ...apiResolvers(),
        ...extraResolvers,
      ],
    };
  }
}

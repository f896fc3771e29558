/** The layers. Each rule says why; the list of exceptions only shrinks. */
const PURE = '^libs/(law|ledger/(timeline|period|local-date|aggregate|event-definition|envelope|refusal|errors|ids)\\.ts)';
/** Aggregates, and what they share: how a rule answers, what an event is made of. */
const DOMAIN = '^libs/collaboration/(deciding|[a-z]+/[a-z]+)/[^/]+\\.ts$';
/** Files that speak to the edge: commands, API types, resolvers, what binds them, views and tests. */
const DOMAIN_EDGE = '\\.(commands|resolver|bindings|view|type|fixture|spec)\\.ts$|/decision-choices\\.ts$|/decision-tables\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'libraries-know-no-application',
      comment: 'Dependencies point one way: apps → collaboration → ledger. A library that needs an application cannot be used by another.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'kernel-knows-no-domain',
      comment: 'The ledger, the stores and the views serve any domain; the domain plugs in.',
      severity: 'error',
      from: { path: '^libs/(ledger|event-stores|views|law|privacy|access|postgres)/' },
      to: { path: '^libs/(collaboration|interop)/' },
    },
    {
      name: 'ledger-is-the-bottom',
      comment: 'The kernel declares ports; whoever implements them depends on it, never the other way round.',
      severity: 'error',
      from: { path: '^libs/ledger/', pathNot: ['/testing/', '\\.spec\\.ts$'] },
      to: { path: '^libs/(?!ledger/)' },
    },
    {
      name: 'kernel-knows-no-framework',
      comment: 'NestJS and GraphQL belong to the edge: what decides and records must outlive them.',
      severity: 'error',
      from: { path: '^libs/(ledger|law|views|event-stores|privacy|access|postgres)/' },
      to: { path: 'node_modules/(@nestjs|graphql|@apollo|class-validator|class-transformer)/' },
    },
    {
      name: 'law-is-pure',
      comment:
        'Rules are data and pure checks, so that a verdict can be repeated by anyone: no framework, no database, no input or output.',
      severity: 'error',
      from: { path: PURE, pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'State, evolve and deciders import only ledger, law and each other: time, ids and chance arrive with the command.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: [DOMAIN_EDGE, '^libs/collaboration/(registration|serving|testing)/'] },
      to: { pathNot: ['^libs/(ledger|law)/', '^libs/collaboration/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'deciders-know-commands-as-types',
      comment: 'A command class carries decorators of the framework; a decider needs its shape only.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: [DOMAIN_EDGE, '^libs/collaboration/(registration|serving|testing)/'] },
      to: { path: '\\.(commands|resolver|view)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-stay-out',
      comment: 'What ships never imports what only tests need.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.(spec|fixture|opener)\\.ts$', '/testing/', '/contract/', '/peer/'] },
      to: { path: ['\\.(spec|fixture)\\.ts$', '/testing/', '/contract/', '/peer/', '^test/'] },
    },
    {
      name: 'one-file-knows-the-event-store-client',
      comment:
        'The client package of EventStoreDB has a successor: one file is to change. The test peer speaks the protocol with the definitions that ship in it.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/', pathNot: ['^libs/event-stores/eventstoredb/(client\\.ts|peer/)'] },
      to: { path: 'node_modules/@eventstore/' },
    },
    {
      name: 'grpc-is-for-the-peer',
      comment: 'The adapter reaches gRPC through the client package. Only the test peer, and specs, serve the protocol themselves.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['/eventstoredb/peer/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/(@grpc/grpc-js|google-protobuf)/' },
    },
    {
      name: 'only-declared-dependencies',
      comment: 'A package that is not in package.json is there by accident.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};

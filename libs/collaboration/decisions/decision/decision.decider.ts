export * from './consulting.decider.js';
export * from './contesting.decider.js';
export * from './ending.decider.js';
export * from './proposing.decider.js';
export * from './publishing.decider.js';
export * from './ratifying.decider.js';
export * from './registering.decider.js';
export * from './taking.decider.js';

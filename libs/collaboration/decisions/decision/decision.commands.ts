export * from './aftermath.commands.js';
export * from './consulting.commands.js';
export * from './proposing.commands.js';
export * from './taking.commands.js';

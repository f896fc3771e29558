#!/usr/bin/env node
// Starts what `npm run build` made. It is no part of the build itself, so that it stays executable when dist is built anew, and
// can say what to do when dist, or a recent enough Node, is not there.
const OLDEST_NODE = [20, 19];
const root = `${__dirname}/../..`;
const main = `${root}/dist/apps/cli/main.js`;

async function start() {
  const { existsSync } = await import('node:fs');
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    return say(`this is Node ${process.versions.node}; it takes Node ${OLDEST_NODE.join('.')} or later`);
  }
  if (!existsSync(`${root}/node_modules`)) return say('nothing is installed yet; run: npm ci && npm run build');
  if (!existsSync(main)) return say('it is not built yet; run: npm run build');
  return import(main);
}

function say(problem) {
  process.stderr.write(`convenant: ${problem}\n`);
  process.exitCode = 4;
}

start();

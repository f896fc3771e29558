import { existsSync, readFileSync } from 'node:fs';

/** Preloaded into a server (`NODE_OPTIONS=--import=…`): its clock is off by the milliseconds that the file CLOCK_SHIFT holds, from when it does. */
const file = process.env['CLOCK_SHIFT']!;
const Real = Date;
const LOOK_EVERY_MS = 20;
let shiftMs = 0;
let lookedAt = -Infinity;

function now(): number {
  if (performance.now() - lookedAt > LOOK_EVERY_MS) {
    lookedAt = performance.now();
    shiftMs = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  }
  return Real.now() + shiftMs;
}

globalThis.Date = new Proxy(Real, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made) as Date,
  apply: () => new Real(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
});

import type { Fact, World } from './world.js';

export interface Pace {
  /** As many go on at once; a new one waits until another is done. */
  readonly most: number;
  /** One fact in so many begins a new one. */
  readonly begin: number;
  /** 1: each goes on as often as any other. Higher: what began lately goes faster, as talks do before years of keeping to them. */
  readonly lean: number;
}

/** Fewer than these under way begin another at once. */
const ALWAYS = 20;

/** Many of a kind under way at once, each told fact by fact: what happens to one is spread over the ledger's life. */
export function* underWay({ chance }: World, { most, begin, lean }: Pace, tell: () => Generator<Fact, unknown>): Generator<Fact, void> {
  const all: Generator<Fact, unknown>[] = [];
  for (;;) {
    if (all.length < most && (all.length < ALWAYS || chance.often(begin))) all.push(tell());
    const place = Math.floor(all.length * (1 - chance.next() ** lean));
    const one = all[Math.min(place, all.length - 1)] as Generator<Fact, unknown>;
    const next = one.next();
    if (next.done) all.splice(all.indexOf(one), 1);
    else yield next.value;
  }
}

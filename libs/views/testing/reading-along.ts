import type { TableDefinition } from '../view-definition.js';

/** The parts of a state that a table's rows are made of, as they are looked at; taking the state apart as a whole looks at all of it. */
export function partsRead<State extends object>({ rows }: Pick<TableDefinition<State>, 'rows'>, state: State, id: string): Set<string> {
  const read = new Set<string>();
  const watched = new Proxy(state, {
    get(target, part, receiver) {
      read.add(String(part));
      return Reflect.get(target, part, receiver) as unknown;
    },
    has(target, part) {
      read.add(String(part));
      return Reflect.has(target, part);
    },
    ownKeys(target) {
      for (const part of Reflect.ownKeys(target)) read.add(String(part));
      return Reflect.ownKeys(target);
    },
  });
  rows(watched, id);
  return read;
}

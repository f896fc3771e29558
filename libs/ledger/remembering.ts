/** For what several tables ask of the same state, one after the other: it is worked out once. */
export function rememberingLast<State, Result>(workOut: (state: State, id: string) => Result): (state: State, id: string) => Result {
  let last: { readonly state: State; readonly id: string; readonly result: Result } | undefined;
  return (state, id) => {
    if (!last || last.state !== state || last.id !== id) last = { state, id, result: workOut(state, id) };
    return last.result;
  };
}

/**
 * For what follows from some parts of a state only: it is worked out again when one of them is another object than it was. What works it out is
 * given no more than those parts, so that it cannot depend on others.
 */
export function rememberingParts<State, Part extends keyof State, Result>(
  parts: readonly Part[],
  workOut: (state: Pick<State, Part>) => Result,
): (state: Pick<State, Part>) => Result {
  let last: { readonly state: Pick<State, Part>; readonly result: Result } | undefined;
  return (state) => {
    const known = last;
    if (!known || parts.some((part) => known.state[part] !== state[part])) {
      // Nothing more of the state than these: it may be large, and is kept.
      const kept = Object.fromEntries(parts.map((part) => [part, state[part]])) as Pick<State, Part>;
      last = { state: kept, result: workOut(kept) };
    }
    return (last as NonNullable<typeof last>).result;
  };
}

/** For what several tables ask of the same state, one after the other: it is worked out once. */
export function rememberingLast<State, Result>(workOut: (state: State, id: string) => Result): (state: State, id: string) => Result {
  let last: { readonly state: State; readonly id: string; readonly result: Result } | undefined;
  return (state, id) => {
    if (!last || last.state !== state || last.id !== id) last = { state, id, result: workOut(state, id) };
    return last.result;
  };
}

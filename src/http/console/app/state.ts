// A value that several parts of the console look at, and that tells them when it changes.
import { useEffect, useState } from "preact/hooks";

export type State<Value> = {
  get: () => Value;
  set: (value: Value) => void;
  /** Answers how to stop listening. */
  listen: (listener: (value: Value) => void) => () => void;
};

export function createState<Value>(first: Value): State<Value> {
  let value = first;
  const listeners = new Set<(value: Value) => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The value now; the component is drawn again when it changes. */
export function useShared<Value>(state: State<Value>): Value {
  const [value, setValue] = useState(() => state.get());
  useEffect(() => {
    setValue(() => state.get());
    return state.listen((next) => setValue(() => next));
  }, [state]);
  return value;
}

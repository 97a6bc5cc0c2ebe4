/**
 * A value that is there at once, or later. Most scorers give their outcome at once, and a promise for
 * each step on the way to it would take longer than many of them do.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Goes on with a value: at once if it is there. */
export function andThen<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All values, at once if all are there. */
export function all<Value>(values: MaybePromise<Value>[]): MaybePromise<Value[]> {
  return values.every(isThere) ? values : Promise.all(values);
}

function isThere<Value>(value: MaybePromise<Value>): value is Value {
  return !(value instanceof Promise);
}

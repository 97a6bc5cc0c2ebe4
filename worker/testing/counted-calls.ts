/** How often a Worker called its database and a queue, each call one round trip. */
export interface CountedCalls {
  database: number;
  queue: number;
}

/**
 * The database and the queue of verdicts, with their calls counted.
 *
 * @param isDown asked before each call of the database, which fails if it is
 */
export function countedCalls(
  d1: D1Database,
  queue: Queue,
  isDown: () => boolean = () => false,
): { DB: D1Database; VERDICTS: Queue; calls: CountedCalls } {
  const calls: CountedCalls = { database: 0, queue: 0 };
  const count = () => {
    calls.database += 1;
    if (isDown()) throw new Error('D1_ERROR: Network connection lost.');
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          const result: D1PreparedStatement = Reflect.apply(member, target, args);
          if (name === 'bind') return wrapped(result);
          count();
          return result;
        };
      },
    });
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const wrapped = (statement: D1PreparedStatement) => {
    const counted = wrap(statement);
    originals.set(counted, statement);
    return counted;
  };
  const DB = new Proxy(d1, {
    get(target, name) {
      if (name === 'prepare') return (query: string) => wrapped(target.prepare(query));
      if (name !== 'batch') return Reflect.get(target, name, target);
      return (statements: D1PreparedStatement[]) => {
        count();
        return target.batch(statements.map((statement) => originals.get(statement) ?? statement));
      };
    },
  });
  const VERDICTS = new Proxy(queue, {
    get(target, name) {
      if (name !== 'send' && name !== 'sendBatch') return Reflect.get(target, name, target);
      return (...given: never[]) => {
        calls.queue += 1;
        return Reflect.apply(target[name], target, given);
      };
    },
  });
  return { DB, VERDICTS, calls };
}

/**
 * A D1 database whose next calls fail before they reach it.
 *
 * @param failures how many calls fail before the rest go through
 * @param after how many go through before the first fails
 */
export function failingDatabase(d1: D1Database, failures: number, after = 0): D1Database {
  let left = failures;
  let ahead = after;
  const mayFail = () => {
    if (ahead > 0) {
      ahead -= 1;
      return;
    }
    if (left <= 0) return;
    left -= 1;
    throw new Error('D1_ERROR: Network connection lost.');
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (name === 'bind') return wrap(Reflect.apply(member, target, args));
          mayFail();
          return Reflect.apply(member, target, args);
        };
      },
    });
  return new Proxy(d1, {
    get(target, name) {
      if (name === 'prepare') return (query: string) => wrap(target.prepare(query));
      if (name === 'batch') {
        return (statements: D1PreparedStatement[]) => {
          mayFail();
          return target.batch(statements);
        };
      }
      return Reflect.get(target, name, target);
    },
  });
}

/**
 * A D1 database that does what a batch asks, but whose answers are lost for a while.
 *
 * @param after how many batches are answered first
 * @param losses how many answers are then lost
 */
export function forgetfulDatabase(
  d1: D1Database,
  { after, losses }: { after: number; losses: number },
): D1Database {
  let batches = 0;
  return new Proxy(d1, {
    get(target, name) {
      if (name === 'prepare') return (query: string) => target.prepare(query);
      if (name !== 'batch') return Reflect.get(target, name, target);
      return async (statements: D1PreparedStatement[]) => {
        const results = await target.batch(statements);
        batches += 1;
        if (batches <= after || batches > after + losses) return results;
        throw new Error('D1_ERROR: Network connection lost.');
      };
    },
  });
}

/** A D1 database that remembers what it was asked, to explain it. */
export function explainedDatabase(d1: D1Database) {
  const asked: { query: string; values: unknown[] }[] = [];
  const database = new Proxy(d1, {
    get(target, name) {
      if (name !== 'prepare') {
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return (query: string) => {
        const statement = target.prepare(query);
        return new Proxy(statement, {
          get(prepared, key) {
            if (key !== 'bind') return Reflect.get(prepared, key, prepared);
            return (...values: unknown[]) => {
              asked.push({ query, values });
              return prepared.bind(...values);
            };
          },
        });
      };
    },
  });
  return {
    database,
    /** How SQLite goes about the queries that were asked and hold a text, a line a step. */
    async plansOf(text: string): Promise<string[][]> {
      const chosen = asked.filter(({ query }) => query.includes(text));
      return Promise.all(
        chosen.map(async ({ query, values }) => {
          const explain = d1.prepare(`EXPLAIN QUERY PLAN ${query}`).bind(...values);
          const { results } = await explain.all<{ detail: string }>();
          return results.map(({ detail }) => detail);
        }),
      );
    },
  };
}

/** Assay as it was built, with a database that counts the statements it runs: see batches.ts. */
import worker from './index.js';

export { ProjectLogObject } from './index.js';

let statements = 0;

const CALLS = new Set(['run', 'all', 'first', 'raw']);
const originals = new WeakMap();

function counting(statement) {
  const wrapped = new Proxy(statement, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args) => {
        if (name === 'bind') return counting(member.apply(target, args));
        if (CALLS.has(name)) statements += 1;
        return member.apply(target, args);
      };
    },
  });
  originals.set(wrapped, statement);
  return wrapped;
}

function countingDatabase(database) {
  return {
    prepare: (query) => counting(database.prepare(query)),
    batch(list) {
      statements += list.length;
      return database.batch(list.map((statement) => originals.get(statement) ?? statement));
    },
  };
}

let environment;
const environmentOf = (env) => {
  environment ??= { ...env, DB: countingDatabase(env.DB) };
  return environment;
};

export default {
  fetch(request, env, context) {
    if (new URL(request.url).pathname === '/statements') return Response.json({ statements });
    return worker.fetch(request, environmentOf(env), context);
  },
  queue: (batch, env, context) => worker.queue(batch, environmentOf(env), context),
};

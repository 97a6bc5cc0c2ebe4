/**
 * Assay as it was built, with a rate limiter that counts in this isolate's memory. The one that
 * miniflare puts in place of the platform's writes every count to a file. This one is cheaper than
 * either: it leaves out the call to the limiter as well.
 */
import worker, { AssayService as Service } from './index.js';

export { ProjectLogObject } from './index.js';

const counts = new Map();

const RATE_LIMITER = {
  async limit({ key }) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { success: true };
  },
};

let environment;

/** One for the isolate: Assay builds its services once for each. */
function environmentOf(env) {
  environment ??= { ...env, RATE_LIMITER };
  return environment;
}

export class AssayService extends Service {
  constructor(context, env) {
    super(context, environmentOf(env));
  }
}

export default {
  ...worker,
  fetch(request, env, context) {
    return worker.fetch(request, environmentOf(env), context);
  },
};

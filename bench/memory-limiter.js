/**
 * Assay as it was built, with a rate limiter that counts in memory, as the platform's does. The one
 * that miniflare puts in its place writes every count to a file, which no deployment waits for.
 */
import worker from './index.js';

const counts = new Map();

const RATE_LIMITER = {
  async limit({ key }) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { success: true };
  },
};

let environment;

export default {
  ...worker,
  fetch(request, env, context) {
    environment ??= { ...env, RATE_LIMITER };
    return worker.fetch(request, environment, context);
  },
};

/** In place of worker/store/verdict-hashes.ts: see log-worker.ts. */
export const hashesOf = () => undefined;

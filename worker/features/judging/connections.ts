/** Runs work with limited concurrency; the rest waits in a queue. */
export type Connections = <Value>(
  signal: AbortSignal,
  work: () => Promise<Value>,
) => Promise<Value>;

/**
 * The platform opens six connections an invocation; more would queue where they cannot be measured.
 */
export const CONNECTIONS = 6;

/** @throws the signal's reason, when it aborts while work still waits in line */
export function createConnections(limit = CONNECTIONS): Connections {
  let open = 0;
  const line: (() => void)[] = [];

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (open < limit) {
      open += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const onTurn = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        line.splice(line.indexOf(onTurn), 1);
        reject(signal.reason);
      };
      line.push(onTurn);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  return async (signal, work) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      // The next in the queue takes this slot, so the number of open connections stays the same.
      const next = line.shift();
      if (next) next();
      else open -= 1;
    }
  };
}

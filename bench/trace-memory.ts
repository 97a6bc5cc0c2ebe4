import { setTimeout as sleep } from 'node:timers/promises';
import { startAssay } from './local-workerd.ts';
import { exportOf } from './trace-spans.ts';

/** What the isolate held while it took one export, in MB. */
export interface TakenInWorkerd {
  requestMb: number;
  /** Of the heap of JavaScript: before the request, and the most that was seen during it. */
  beforeMb: number;
  heapMb: number;
  /** The most that buffers outside the heap held. */
  buffersMb: number;
}

const TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;
const SAMPLE_EVERY_MS = 2;

/**
 * Sends spans in one request to the Worker in workerd, whose isolates may have heaps of so many MB: what
 * needs more ends the process, as the platform ends an isolate that is over its limit.
 *
 * @param script the module of the Worker, as it would be deployed
 * @returns undefined if the heap was too small
 */
export async function takeInWorkerd(
  { folder, script }: { folder: string; script: string },
  { encoding, spans, heapMb }: { encoding: keyof typeof TYPES; spans: number; heapMb: number },
): Promise<TakenInWorkerd | undefined> {
  process.env.MINIFLARE_WORKERD_V8_FLAGS = `--max-heap-size=${heapMb}`;
  const worker = await startAssay(folder, script, { inspects: true });
  try {
    const database = await worker.migrate();
    const post = (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) =>
      fetch(worker.url + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${worker.key}`, 'Content-Type': type },
        body,
      });
    // Nothing is scored while it is measured.
    const rule = { name: 'all', level: 'trace', scorers: ['json-valid'], delaySeconds: 3_600 };
    const made = await post('/v1/rules', TYPES.json, JSON.stringify(rule));
    if (!made.ok) throw new Error(`POST /v1/rules: ${made.status} ${await made.text()}`);
    // What is loaded on first use is there.
    await post('/otlp/v1/traces', TYPES[encoding], exportOf(4, encoding));
    const heap = await inspectHeap(worker.inspectorUrl);
    const bytes = exportOf(spans, encoding);
    const before = await heap.usage();
    const most = watch(heap);
    const answer = await post('/otlp/v1/traces', TYPES[encoding], bytes).catch(() => undefined);
    const { usedSize, backingStorageSize } = await most();
    heap.close();
    if (answer === undefined) return undefined;
    const text = await answer.text();
    if (!answer.ok || text.includes('rejectedSpans')) throw new Error(`${answer.status} ${text}`);
    const kept = await database.prepare('SELECT count(*) AS n FROM trace_parts').first('n');
    if (!(Number(kept) > 0)) throw new Error('Nothing of the export was kept.');
    return {
      requestMb: bytes.length / 1e6,
      beforeMb: before.usedSize / 1e6,
      heapMb: usedSize / 1e6,
      buffersMb: backingStorageSize / 1e6,
    };
  } finally {
    delete process.env.MINIFLARE_WORKERD_V8_FLAGS;
    await worker.stop();
  }
}

/** As `Runtime.getHeapUsage` of the inspector's protocol has it, in bytes. */
interface HeapUsage {
  usedSize: number;
  backingStorageSize: number;
}

interface InspectedHeap {
  usage(): Promise<HeapUsage>;
  close(): void;
}

async function inspectHeap(url: URL | undefined): Promise<InspectedHeap> {
  if (url === undefined) throw new Error('The Worker is not inspected.');
  const listed = await fetch(new URL('/json', `http://${url.host}`));
  const targets: { id: string; webSocketDebuggerUrl: string }[] = await listed.json();
  const target = targets.find(({ id }) => id.includes('assay')) ?? targets[0];
  if (target === undefined) throw new Error('The inspector lists no isolate.');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error('The inspector is not there.')));
  });
  const waiting = new Map<number, (usage: HeapUsage) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result }: { id?: number; result?: HeapUsage } = JSON.parse(String(data));
    if (id === undefined || result === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let last = 0;
  return {
    usage: () =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        socket.send(JSON.stringify({ id: last, method: 'Runtime.getHeapUsage' }));
      }),
    close: () => socket.close(),
  };
}

/** Looks at the heap whenever the isolate lets it. @returns the most that was seen, once it is called */
function watch(heap: InspectedHeap): () => Promise<HeapUsage> {
  const most: HeapUsage = { usedSize: 0, backingStorageSize: 0 };
  let isOver = false;
  async function look(): Promise<void> {
    while (!isOver) {
      // An isolate that has ended does not answer any more.
      const seen = await Promise.race([heap.usage(), sleep(10_000).then(() => undefined)]);
      most.usedSize = Math.max(most.usedSize, seen?.usedSize ?? 0);
      most.backingStorageSize = Math.max(most.backingStorageSize, seen?.backingStorageSize ?? 0);
      await sleep(SAMPLE_EVERY_MS);
    }
  }
  const looking = look();
  return async () => {
    isOver = true;
    await looking;
    return most;
  };
}

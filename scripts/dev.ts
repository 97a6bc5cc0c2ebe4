/** `npm run dev`: runs the API locally, migrated and ready. PORT changes the port. */
import { LOCAL_STATE, type LocalWorker, startLocalWorker } from './local-worker.ts';

const port = Number(process.env.PORT || 8787);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`PORT must be a number from 1 to 65535, not "${process.env.PORT}"`);
  process.exit(2);
}

let worker: LocalWorker | undefined;
// Before it is ready, the end of this process is the end of what it has begun.
const end = () => (worker ? void worker.stop() : process.exit(1));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
// npm does not pass every signal on: when it is gone, so is the reason to go on.
const startedBy = process.ppid;
setInterval(() => {
  if (process.ppid !== startedBy) end();
}, 1_000).unref();

worker = await startLocalWorker({
  port,
  persistTo: LOCAL_STATE,
  isVerbose: true,
}).catch((cause: Error) => {
  console.error(cause.message);
  process.exit(1);
});
worker.process.once('exit', (code) => process.exit(code ?? 0));
// Nothing runs the schedule of wrangler.toml here. It finds what a restart lost on its way to the queue.
const everyMinute = `${worker.baseUrl}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`;
setInterval(() => void fetch(everyMinute).catch(() => undefined), 60_000).unref();
console.log(`
Assay is ready.

Dashboard: ${worker.baseUrl}/#key=${worker.apiKey}
API documentation: ${worker.baseUrl}/docs/

ASSAY_BASE_URL=${worker.baseUrl}
ASSAY_API_KEY=${worker.apiKey}
`);

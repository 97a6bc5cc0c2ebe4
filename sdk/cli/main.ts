#!/usr/bin/env node
import { nodeSystem } from './node-system.ts';
import { run } from './run.ts';

// A reader that has enough, such as `head`, is no error.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') throw cause;
  process.exit();
});
process.exitCode = await run(process.argv.slice(2), nodeSystem());

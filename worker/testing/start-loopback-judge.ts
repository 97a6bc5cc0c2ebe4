import type { TestProject } from 'vitest/node';
import { startLoopbackJudge } from './loopback-judge.ts';

declare module 'vitest' {
  interface ProvidedContext {
    loopbackJudge: string;
  }
}

/** Runs in Node beside the tests, which run in workerd. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startLoopbackJudge();
  project.provide('loopbackJudge', url);
  return stop;
}

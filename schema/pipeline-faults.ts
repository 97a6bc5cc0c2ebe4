import type * as z from 'zod';
import { LIMITS } from './limits.ts';
import { nearest } from './nearest.ts';
import type { JsonObject, PipelineContent, PipelineGroup } from './types.ts';

type Report = (path: PropertyKey[], message: string) => void;

/** Reports what is wrong between the fields of a pipeline: names of nothing, steps that cannot work together. */
export function findPipelineFaults(
  content: PipelineContent,
  context: z.core.$RefinementCtx<PipelineContent>,
): void {
  const report: Report = (path, message) => {
    context.addIssue({ code: 'custom', path, message });
  };
  checkTargets(content, report);
  checkRules(content, report);
  checkAnswerSteps(content, report);
  checkCitations(content, report);
}

function checkCitations({ postProcess = [] }: PipelineContent, report: Report): void {
  for (const [i, step] of postProcess.entries()) {
    if (step.step !== 'citations' || step.by === 'judge') continue;
    for (const field of ['model', 'onError'] as const) {
      if (step[field] === undefined) continue;
      report(['postProcess', i, field], 'is of a judge. Set `by: judge`, or remove it');
    }
  }
}

/** Fields of a request that are the caller's, or decide how it is answered. */
const NOT_PARAMETERS = ['model', 'messages', 'input', 'stream', 'metadata', 'assay'];

function checkParameters(
  parameters: JsonObject | undefined,
  path: PropertyKey[],
  report: Report,
): void {
  for (const name of Object.keys(parameters ?? {})) {
    if (!NOT_PARAMETERS.includes(name)) continue;
    report([...path, 'parameters', name], 'is a field that cannot be replaced');
  }
}

function checkTargets({ targets, otherwise, route }: PipelineContent, report: Report): void {
  const names = targets.map(({ name }) => name);
  reportRepeated(names, (i) => report(['targets', i, 'name'], 'is the name of another target too'));
  for (const [i, { firstByteTimeoutMs = 0, timeoutMs, parameters }] of targets.entries()) {
    checkParameters(parameters, ['targets', i], report);
    if (timeoutMs === undefined || firstByteTimeoutMs <= timeoutMs) continue;
    report(['targets', i, 'firstByteTimeoutMs'], 'must not be longer than `timeoutMs`');
  }
  const checkGroup = (group: PipelineGroup, path: PropertyKey[]) => {
    for (const [i, name] of group.targets.entries()) {
      if (names.includes(name)) continue;
      report([...path, 'targets', i], `is not one of the targets${hint(name, names)}`);
    }
    reportRepeated(group.targets, (i) => report([...path, 'targets', i], 'is listed twice'));
    const isAlone = group.targets.length === 1;
    if (group.strategy === 'single' && !isAlone) {
      const message = 'must have one name: `single` asks no other. Use `fallback`';
      report([...path, 'targets'], message);
    }
    if (group.hedgeAfterMs !== undefined && isAlone) {
      report([...path, 'hedgeAfterMs'], 'needs a second target to ask');
    }
  };
  if (otherwise) checkGroup(otherwise, ['otherwise']);
  for (const [i, { use, parameters }] of route?.rules.entries() ?? []) {
    checkParameters(parameters, ['route', 'rules', i], report);
    checkGroup(use, ['route', 'rules', i, 'use']);
  }
}

const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key', 'api-key'];

function checkRules({ route }: PipelineContent, report: Report): void {
  if (route === undefined) return;
  const { rules, intent } = route;
  reportRepeated(
    rules.map(({ name }) => name),
    (i) => report(['route', 'rules', i, 'name'], 'is the name of another rule too'),
  );
  const known = Object.keys(intent?.intents ?? {});
  for (const [i, { when }] of rules.entries()) {
    for (const name of Object.keys(when?.headers ?? {})) {
      if (!CREDENTIALS.includes(name)) continue;
      const path = ['route', 'rules', i, 'when', 'headers', name];
      report(path, 'has credentials, which no rule may look at. Use another header');
    }
    for (const [k, name] of when?.intent?.entries() ?? []) {
      if (known.includes(name)) continue;
      const message =
        intent === undefined
          ? 'needs `route.intent`, which says how intents are recognised'
          : `is not one of the intents${hint(name, known)}`;
      report(['route', 'rules', i, 'when', 'intent', k], message);
    }
  }
  if (intent === undefined || intent.by === 'classify') return;
  const texts = Object.values(intent.intents).reduce((sum, { length }) => sum + length, 0);
  if (texts > LIMITS.intentTextsInAll) {
    report(['route', 'intent', 'intents'], `has more than ${LIMITS.intentTextsInAll} texts in all`);
  }
}

const TOO_LATE = 'comes too late for a stream with `guardOutput.stream: observe`';

function checkAnswerSteps(content: PipelineContent, report: Report): void {
  const { guardInput, guardOutput, postProcess = [], judge } = content;
  const isObserved = guardOutput?.stream === 'observe';
  for (const [i, { step }] of postProcess.entries()) {
    if (step === 'restore' && guardInput === undefined) {
      report(['postProcess', i], 'has nothing to restore without `guardInput`');
    }
    if (step === 'redact' && isObserved) report(['postProcess', i], TOO_LATE);
  }
  if (judge === undefined) return;
  if (judge.suite === undefined && judge.scorers === undefined) {
    report(['judge'], 'needs `suite` or `scorers`');
  }
  if (judge.when === 'before' && isObserved) report(['judge', 'when'], TOO_LATE);
  if (judge.refine === undefined) return;
  if (judge.when !== 'before') {
    report(['judge', 'refine'], 'needs `when: before`: an answer that has gone out stays as it is');
  }
  if (judge.share !== undefined && judge.share < 1) {
    report(['judge', 'share'], 'must be 1 with `refine`, which needs the scores of every answer');
  }
}

function reportRepeated(names: readonly string[], report: (index: number) => void): void {
  for (const [i, name] of names.entries()) if (names.indexOf(name) < i) report(i);
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

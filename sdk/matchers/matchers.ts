import type { Sample, Score, ScorerSettings, Verdict } from '@assay/schema/types.ts';
import { Assay } from '../client.ts';
import { ValidationError } from '../errors.ts';
import type { AssayOptions } from '../options.ts';
import type { AskOptions, Received, ScoreOptions } from './options.ts';
import { type Asked, type TestState, take } from './records.ts';
import { tellScore, tellUndecided, tellVerdict } from './told.ts';

/** The result of a matcher. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

let configured: Pick<Assay, 'score'> | undefined;

/** Sets the client of the matchers. Defaults to one configured by the environment. */
export function configureAssay(client: Pick<Assay, 'score'> | AssayOptions): void {
  configured = 'score' in client ? client : new Assay(client);
}

function defaultClient(): Pick<Assay, 'score'> {
  configured ??= new Assay();
  return configured;
}

/** For `expect.extend(matchers)`, if importing the entry point does not do it. */
export const matchers = {
  toScore(
    this: TestState,
    received: Received,
    scorer: string,
    options: ScoreOptions<string> = {},
  ): Promise<MatcherResult> {
    return onlyAwaited(toScore(this, received, scorer, options));
  },

  toPassSuite(
    this: TestState,
    received: Received,
    suite: string,
    options: AskOptions = {},
  ): Promise<MatcherResult> {
    return onlyAwaited(toPassSuite(this, received, suite, options));
  },
};

/** An asymmetric matcher, `expect.toScore(…)`, would not be awaited, so every test would pass. */
function onlyAwaited(result: Promise<MatcherResult>): Promise<MatcherResult> {
  return Object.defineProperty(result, 'pass', {
    get() {
      result.catch(() => {});
      throw new Error('it is asynchronous: await expect(output).toScore(…) on its own');
    },
  });
}

async function toScore(
  state: TestState,
  received: Received,
  scorer: string,
  { min, params, ...options }: ScoreOptions<string>,
): Promise<MatcherResult> {
  const settings: ScorerSettings = {
    scorer,
    ...(params && { params: params as NonNullable<ScorerSettings['params']> }),
    ...(min !== undefined && { threshold: min }),
  };
  const { verdict, output } = await ask(state, received, options, { scorers: [settings] });
  const score = decided(verdict, output);
  if (typeof score.passed !== 'boolean') {
    throw new Error(`${scorer} only measures: set the minimum value that passes with \`min\``);
  }
  return {
    pass: score.passed,
    message: () => tellScore(score, verdict, output, state.isNot === true),
  };
}

async function toPassSuite(
  state: TestState,
  received: Received,
  suite: string,
  options: AskOptions,
): Promise<MatcherResult> {
  const { verdict, output } = await ask(state, received, options, { suite });
  const { passed, scores } = verdict;
  if (typeof passed !== 'boolean') {
    const lost = scores.filter(({ name }) => verdict.decision.undecidedBy.includes(name));
    throw new Error(tellUndecided(lost, verdict, output));
  }
  return {
    pass: passed,
    message: () => tellVerdict(verdict, suite, output, state.isNot === true),
  };
}

async function ask(
  state: TestState,
  received: Received,
  { assay, tags, deadlineMs, ...fields }: AskOptions,
  asked: Asked,
): Promise<{ verdict: Verdict; output: string }> {
  // The position among the test's assertions is reserved before the first await.
  const record = take(state);
  const sample = sampleOf(await received, fields);
  const client = assay ?? defaultClient();
  const rest = { ...(tags && { tags }), ...(deadlineMs !== undefined && { deadlineMs }) };
  const verdict = await client.score({ sample, ...asked, ...rest }).catch(async (cause) => {
    // A sample that Assay rejects would make it reject the whole batch.
    if (!(cause instanceof ValidationError)) await record(sample, asked);
    throw cause;
  });
  await record(sample, asked);
  return { verdict, output: outputOf(sample) };
}

/** The single score. @throws Error if the score is an error, or abstained */
function decided(verdict: Verdict, output: string): Score & { value: number } {
  const [score] = verdict.scores;
  if (score?.status === 'scored') return score;
  throw new Error(tellUndecided(verdict.scores, verdict, output));
}

function sampleOf(received: string | Sample, fields: Omit<Sample, 'output'>): Sample {
  if (typeof received === 'string') return { ...fields, output: received };
  if (typeof received === 'object' && received !== null) return { ...received, ...fields };
  throw new TypeError(
    `expected an output as text, or a sample such as { output, contexts }, not ${typeof received}`,
  );
}

function outputOf({ output, messages }: Sample): string {
  if (output !== undefined) return typeof output === 'string' ? output : JSON.stringify(output);
  const content = messages?.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content ?? null);
}

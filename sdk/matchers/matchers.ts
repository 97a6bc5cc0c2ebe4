import type { Sample, Score, ScorerSettings, Verdict } from '@assay/schema/types.ts';
import { Assay } from '../client.ts';
import { ValidationError } from '../errors.ts';
import type { AssayOptions } from '../options.ts';
import type { AskOptions, Received, ScoreOptions } from './options.ts';
import { type Asked, type TestState, take } from './records.ts';
import { tellScore, tellUndecided, tellVerdict } from './told.ts';

/** What a matcher answers the runner. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

let configured: Pick<Assay, 'score'> | undefined;

/** Says which client the matchers use; left out, one with the address and key of the environment. */
export function configureAssay(client: Pick<Assay, 'score'> | AssayOptions): void {
  configured = 'score' in client ? client : new Assay(client);
}

function defaultClient(): Pick<Assay, 'score'> {
  configured ??= new Assay();
  return configured;
}

/** For `expect.extend(matchers)`, where that is not done by importing the entry. */
export const matchers = {
  async toScore(
    this: TestState,
    received: Received,
    scorer: string,
    { min, params, ...options }: ScoreOptions<string> = {},
  ): Promise<MatcherResult> {
    const settings: ScorerSettings = {
      scorer,
      ...(params && { params: params as NonNullable<ScorerSettings['params']> }),
      ...(min !== undefined && { threshold: min }),
    };
    const { verdict, output } = await ask(this, received, options, { scorers: [settings] });
    const score = decided(verdict, output);
    if (score.passed === null) {
      throw new Error(`${scorer} only measures: say with \`min\` from which value it passes`);
    }
    return {
      pass: score.passed,
      message: () => tellScore(score, verdict, output, this.isNot === true),
    };
  },

  async toPassSuite(
    this: TestState,
    received: Received,
    suite: string,
    options: AskOptions = {},
  ): Promise<MatcherResult> {
    const { verdict, output } = await ask(this, received, options, { suite });
    const { passed, scores } = verdict;
    if (passed === null) {
      const lost = scores.filter(({ name }) => verdict.decision.undecidedBy.includes(name));
      throw new Error(tellUndecided(lost, verdict, output));
    }
    return {
      pass: passed,
      message: () => tellVerdict(verdict, suite, output, this.isNot === true),
    };
  },
};

async function ask(
  state: TestState,
  received: Received,
  { assay, tags, deadlineMs, ...fields }: AskOptions,
  asked: Asked,
): Promise<{ verdict: Verdict; output: string }> {
  // The place among the test's questions is taken before anything is waited for.
  const record = take(state);
  const sample = sampleOf(await received, fields);
  const client = assay ?? defaultClient();
  const rest = { ...(tags && { tags }), ...(deadlineMs !== undefined && { deadlineMs }) };
  const verdict = await client.score({ sample, ...asked, ...rest }).catch(async (cause) => {
    // A question that Assay refuses it would refuse in a batch too, with all the others.
    if (!(cause instanceof ValidationError)) await record(sample, asked);
    throw cause;
  });
  await record(sample, asked);
  return { verdict, output: outputOf(sample) };
}

/** The one score, where there is one. @throws Error for a score that is an error, or abstained */
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
  if (output !== undefined) return output;
  const content = messages?.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content ?? null);
}

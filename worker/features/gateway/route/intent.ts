import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, PipelineIntent, Sample } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { redactView } from '@assay/scorers/redaction/redact-view.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import type { runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { createWork, type Work } from '@assay/scorers/work.ts';
import { type DataTermsNeeds, dataTermsOf } from '../../data-control/data-terms.ts';
import { flushAfter } from '../../judging/flush-after.ts';
import { beginJudging, type SampleModels } from '../../judging/judging.ts';
import type { Judging } from '../../judging/judging-context.ts';
import type { RequestContext } from '../../scoring/request-context.ts';
import { nearestExample } from './nearest-example.ts';
import { isFound } from './patterns.ts';
import { Undecided } from './undecided.ts';

export interface IntentNeeds extends DataTermsNeeds {
  judging: Judging;
  runScorers: typeof runScorers;
  nowMs(): number;
}

/** What the last user message is about. */
export interface Recognised {
  /** Null if none of the intents fits. */
  name: string | null;
  by: PipelineIntent['by'];
  /** Cosine similarity of the nearest example; null for other ways. */
  certainty: number | null;
  costUsd: number;
}

// A user waits for it before any model begins to answer.
const TIMEOUT_MS = 10_000;

// What a message is about is said at its beginning or its end; between may stand a document.
const LONGEST_PART = 4_000;

/**
 * Recognises the intent of a message.
 *
 * @param work bounds the patterns of one request
 * @throws Undecided if that could not be done
 */
export async function recogniseIntent(
  intent: PipelineIntent,
  message: string,
  { context, work, needs }: { context: RequestContext; work: Work; needs: IntentNeeds },
): Promise<Recognised> {
  const said = shortened(message);
  if (said.trim() === '') return { name: null, by: intent.by, certainty: null, costUsd: 0 };
  if (intent.by === 'patterns') {
    const found = Object.entries(intent.intents).find(([, patterns]) =>
      patterns.some((pattern) => isFound(pattern, said, work)),
    );
    return { name: found?.[0] ?? null, by: intent.by, certainty: null, costUsd: 0 };
  }
  const text = await seenByModels(said, context, needs);
  const { projectId } = context.principal;
  const deadlineAtMs = needs.nowMs() + TIMEOUT_MS;
  const { signal, onSpent } = context;
  const session = { projectId, deadlineAtMs, signal, onSpent };
  const judges = await beginJudging(needs.judging, session);
  const models = judges.forSample({ output: text });
  const recognising =
    intent.by === 'examples'
      ? nearestExample(intent, text, { projectId, models, defaults: needs.judging.models.defaults })
      : classified(intent, text, { models, deadlineAtMs, needs });
  const found = await flushAfter(recognising, judges, context.later);
  return { ...found, by: intent.by, costUsd: models.spent().costUsd };
}

/** A message without what the project keeps from models that judge. @throws Undecided if that cannot be found */
async function seenByModels(
  text: string,
  { principal }: RequestContext,
  needs: IntentNeeds,
): Promise<string> {
  const { redact } = await dataTermsOf({}, principal.projectId, needs);
  if (redact.models.length === 0) return text;
  const work = createWork(LIMITS.scoreSteps);
  const redacted = redactView(readSample({ output: text }), redact.models, work);
  if ('status' in redacted) throw new Undecided(redacted.reason);
  return redacted.view.output ?? '';
}

function shortened(message: string): string {
  if (message.length <= 2 * LONGEST_PART) return message;
  return `${message.slice(0, LONGEST_PART)}\n${message.slice(-LONGEST_PART)}`.toWellFormed();
}

interface Classifying {
  models: SampleModels;
  deadlineAtMs: number;
  needs: IntentNeeds;
}

/** The intent by the judge `classify`, in whose prompt the message is fenced off like any output. */
async function classified(
  { intents, model }: Extract<PipelineIntent, { by: 'classify' }>,
  text: string,
  { models, deadlineAtMs, needs }: Classifying,
): Promise<Pick<Recognised, 'name' | 'certainty'>> {
  const names = Object.keys(intents);
  const params: JsonObject = {
    labels: names.map((label) => ({ label, value: 1, description: intents[label] ?? '' })),
    question: 'What is the output, which is the message of a user, about?',
    ...(model !== undefined && { model }),
  };
  const reference = { scorer: 'classify', params };
  const { defaults } = needs.judging.models;
  const scorers = await whenLoaded(() => resolveScorers([reference], '/route/intent', defaults));
  const sample: Sample = { output: text };
  const { nowMs, runScorers } = needs;
  const run = { nowMs, deadlineAtMs, requiredByDefault: false, ...models };
  const [score] = await runScorers(scorers, readSample(sample), run);
  if (score?.status === 'scored')
    return { name: names[(score.raw ?? 0) - 1] ?? null, certainty: null };
  if (score?.status === 'abstained') return { name: null, certainty: null };
  throw new Undecided(score?.reason ?? 'the judge was not asked');
}

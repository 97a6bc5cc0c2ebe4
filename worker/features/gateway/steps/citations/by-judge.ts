import { LIMITS } from '@assay/schema/limits.ts';
import type { Context, Sample } from '@assay/schema/types.ts';
import type { AlignedSentence } from '@assay/scorers/detectors/ungrounded/align-sentences.ts';
import { attributeSentences, sentencesOf } from '@assay/scorers/grounding/attribute-sentences.ts';
import { redactView } from '@assay/scorers/redaction/redact-view.ts';
import { readSample, type SampleView } from '@assay/scorers/sample.ts';
import { createWork } from '@assay/scorers/work.ts';
import {
  type DataTerms,
  type DataTermsNeeds,
  dataTermsOf,
} from '../../../data-control/data-terms.ts';
import { flushAfter } from '../../../judging/flush-after.ts';
import { beginJudging } from '../../../judging/judging.ts';
import type { Judging } from '../../../judging/judging-context.ts';
import type { Exchange } from '../../exchange.ts';
import { turnsOfRequest } from '../../openai/request-turns.ts';
import { hideOriginals } from '../../openai/sample-of.ts';
import { NotCited } from './not-cited.ts';

export interface AttributeNeeds extends DataTermsNeeds {
  judging: Judging;
  nowMs(): number;
}

interface Attributing {
  contexts: readonly (string | Context)[];
  exchange: Exchange;
  /** `provider/model` of the judge; that of the deployment if undefined. */
  model: string | undefined;
}

const TIMEOUT_MS = 30_000;

const UNCONFIGURED =
  'No judge model is configured. Name one as `model` of the step, or set ASSAY_JUDGE_MODEL.';

/**
 * What supports the sentences of a text, as a judge says. It sees tokens where a guard put them, and nothing
 * of what the project or the request keeps from judges.
 *
 * @throws NotCited with the code of what failed
 */
export async function attributeByJudge(
  text: string,
  { contexts, exchange, model: named }: Attributing,
  needs: AttributeNeeds,
): Promise<{ sentences: AlignedSentence[]; warnings: readonly string[] }> {
  const { context, storing } = exchange;
  const { projectId } = context.principal;
  const { defaults } = needs.judging.models;
  const model = named ?? defaults.judge;
  if (model === undefined) throw new NotCited(UNCONFIGURED, 'judge_unconfigured');
  const terms = await dataTermsOf(storing, projectId, needs);
  const sample = sampleFor(text, contexts, exchange);
  const seen = seenByJudges(readSample(sample), terms);
  const { signal, onSpent, later } = context;
  const deadlineAtMs = needs.nowMs() + TIMEOUT_MS;
  const session = { projectId, deadlineAtMs, signal, onSpent, keep: terms.keep };
  const judges = await beginJudging(needs.judging, session);
  const asking = { name: 'citations', calibratedAs: 'citations' };
  const { judge } = judges.forSample(sample).models(asking);
  const fallback = named === undefined ? (defaults.fallback ?? []) : [];
  const asked = attributeSentences(seen, { judge, model, fallback });
  const attributed = await flushAfter(asked, judges, later);
  if (!attributed.ok) throw new NotCited(attributed.reason, attributed.code);
  const spans = sentencesOf(text);
  if (spans.length !== attributed.sentences.length) {
    const reason = 'What is kept from judges changes where sentences end.';
    throw new NotCited(reason, 'redaction_failed');
  }
  const sentences = attributed.sentences.flatMap(({ contexts: cited, isSupported }, i) => {
    const span = spans[i];
    if (span === undefined || isSupported === null) return [];
    return [{ start: span.start, end: span.end, contexts: cited, isSupported }];
  });
  return { sentences, warnings: attributed.warnings };
}

function sampleFor(
  text: string,
  contexts: readonly (string | Context)[],
  exchange: Exchange,
): Sample {
  const { endpoint, body, answeredBy } = exchange;
  const { turns } = turnsOfRequest(endpoint, body);
  const input = turns.findLast(({ role }) => role === 'user')?.texts.map((one) => one.text);
  return {
    ...(input === undefined ? {} : { input: input.join('') }),
    output: hideOriginals(text, exchange),
    contexts: [...contexts],
    ...(answeredBy === undefined ? {} : { generator: answeredBy }),
  };
}

/** @throws NotCited where a detector could not look */
function seenByJudges(sample: SampleView, { redact }: DataTerms): SampleView {
  if (redact.models.length === 0) return sample;
  const redacted = redactView(sample, redact.models, createWork(LIMITS.scoreSteps));
  if ('status' in redacted) throw new NotCited(redacted.reason, redacted.code);
  return redacted.view;
}

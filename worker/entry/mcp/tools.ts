import { Batch, BatchInput, BatchItem, BatchReport } from '@assay/schema/batch.ts';
import type { Answer } from '@assay/schema/binding.ts';
import { CompareRequest, Comparison } from '@assay/schema/compare.ts';
import { CustomScorer } from '@assay/schema/custom-scorer.ts';
import { pageOf } from '@assay/schema/page.ts';
import { ScoreManyResponse, ScoreRequest } from '@assay/schema/score-request.ts';
import { ScorerInfo } from '@assay/schema/scorer-info.ts';
import { ScorerMatches, ScorerSearch } from '@assay/schema/scorer-search.ts';
import * as z from 'zod';
import { createBatch, getBatch, listBatchResults } from '../operations/batches.ts';
import type { Operation } from '../operations/operation.ts';
import { readBody } from '../operations/read.ts';
import { getScorer, searchScorers } from '../operations/scorers.ts';
import { compare, score } from '../operations/scoring.ts';

/** Performs an operation for whoever calls the tool. */
type Ask = <Args extends unknown[], Value>(
  operation: Operation<Args, Value>,
  ...args: Args
) => Promise<Answer<Value>>;

export interface Tool {
  name: string;
  title: string;
  description: string;
  input: z.ZodType;
  /** An object, as the protocol wants it. */
  output: z.ZodType;
  /** Whether it changes nothing. */
  isReading: boolean;
  /** Whether it may ask models outside. */
  isOpen: boolean;
  /** @throws ApiProblem `invalid_request` for arguments */
  call(given: unknown, ask: Ask): Promise<Answer<object>>;
}

const ScorerId = z.strictObject({
  id: z
    .string()
    .min(1)
    .describe('Id or alias, such as "levenshtein"; a scorer of your own by `name` or `name@3`.'),
});

const BatchId = z.strictObject({ id: z.string().min(1).describe('Id of the batch, `bat_…`.') });

const ResultsQuery = BatchId.extend({
  status: z
    .enum(['pending', 'passed', 'failed', 'abstained', 'error'])
    .exactOptional()
    .describe('Only samples with this status; `failed` is where to look first.'),
  cursor: z.string().exactOptional().describe('`nextCursor` of the page before.'),
  limit: z.int().min(1).max(100).exactOptional().describe('Items a page; 20 when left out.'),
});

/** The tools, in the order an agent needs them. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'search_scorers',
    title: 'Search scorers',
    description:
      'Lists scorers, or finds those that match words. Gives id, kind, summary and the sample fields each needs. Use the id with score, and get_scorer for parameters.',
    input: ScorerSearch,
    output: ScorerMatches,
    isReading: true,
    isOpen: false,
    call: (given, ask) => ask(searchScorers, given),
  },
  {
    name: 'get_scorer',
    title: 'Get a scorer',
    description:
      'Everything about one scorer: JSON Schema of its parameters, default threshold, source, and worked examples with the value they get.',
    input: ScorerId,
    output: z.strictObject({ scorer: z.union([ScorerInfo, CustomScorer]) }),
    isReading: true,
    isOpen: false,
    async call(given, ask) {
      const answer = await ask(getScorer, readBody(ScorerId, given).id);
      return answer.ok ? { ok: true, value: { scorer: answer.value } } : answer;
    },
  },
  {
    name: 'score',
    title: 'Score samples',
    description:
      'Scores one `sample`, or up to 100 `samples`, with `scorers` (ids, or objects with params and threshold) or a `suite`, and returns a verdict for each in order. Stores the verdicts unless `store` is "none".',
    input: ScoreRequest,
    output: ScoreManyResponse,
    isReading: false,
    isOpen: true,
    async call(given, ask) {
      const answer = await ask(score, given);
      if (!answer.ok || 'verdicts' in answer.value) return answer;
      return { ok: true, value: { verdicts: [answer.value] } };
    },
  },
  {
    name: 'compare',
    title: 'Compare outputs',
    description:
      'Tells which output is better, `a` or `b`, by a judge that is shown each pair in both orders. Each side is a sample, or up to 100 samples paired by `id`. Needs a judge model to be configured; stores nothing.',
    input: CompareRequest,
    output: Comparison,
    isReading: true,
    isOpen: true,
    call: (given, ask) => ask(compare, given),
  },
  {
    name: 'submit_batch',
    title: 'Submit a batch',
    description:
      'Has many samples scored in the background, up to 1 MiB of them in one call, and returns the batch with its id at once. Read it with get_batch and get_batch_results.',
    input: BatchInput,
    output: Batch,
    isReading: false,
    isOpen: true,
    call: (given, ask) => ask(createBatch, given),
  },
  {
    name: 'get_batch',
    title: 'Get a batch',
    description:
      'Status, counts of passed and failed samples, and the mean, pass rate and 95% intervals of each scorer so far. While `status` is "running", `estimatedEndAt` says when to ask again.',
    input: BatchId,
    output: BatchReport,
    isReading: true,
    isOpen: false,
    call: async (given, ask) => ask(getBatch, readBody(BatchId, given).id),
  },
  {
    name: 'get_batch_results',
    title: 'Get results of a batch',
    description:
      'A page of results in input order, also while the batch runs: each sample’s status and verdict. Pass `nextCursor` as `cursor` for the next page; null is the last.',
    input: ResultsQuery,
    output: pageOf('BatchItemPage', BatchItem),
    isReading: true,
    isOpen: false,
    async call(given, ask) {
      const { id, ...filter } = readBody(ResultsQuery, given);
      return ask(listBatchResults, id, filter);
    },
  },
];

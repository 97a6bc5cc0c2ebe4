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
    .describe('Id or alias, such as "levenshtein"; a custom scorer by `name` or `name@3`.'),
});

const BatchId = z.strictObject({ id: z.string().min(1).describe('Id of the batch, `bat_…`.') });

const ResultsQuery = BatchId.extend({
  status: z
    .enum(['pending', 'passed', 'failed', 'abstained', 'error'])
    .exactOptional()
    .describe('Only samples with this status. Start with `failed`.'),
  cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
  limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
});

/** The tools, in the order an agent needs them. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'search_scorers',
    title: 'Search scorers',
    description:
      'Lists scorers, or searches them by words. Returns the id, kind, summary and needed sample fields of each. Pass the id to score; get_scorer returns the parameters.',
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
      'Returns everything about one scorer: JSON Schema of its parameters, default threshold, source, and examples with their values.',
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
      'Scores one `sample`, or up to 100 `samples`, with `scorers` (ids, or objects with params and threshold) or a `suite`, and returns one verdict per sample, in order. Stores the verdicts unless `store` is "none".',
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
      'Decides which output is better, `a` or `b`: a judge sees each pair in both orders. Each side is a sample, or up to 100 samples paired by `id`. Requires a configured judge model; stores nothing.',
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
      'Scores many samples in the background, up to 1 MiB per call, and returns the batch with its id immediately. Read it with get_batch and get_batch_results.',
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
      'Returns the status, counts of passed and failed samples, and the mean, pass rate and 95% intervals of each scorer so far. While `status` is "running", call again at `estimatedEndAt`.',
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
      'Returns a page of results in input order, also while the batch runs: status and verdict of each sample. Pass `nextCursor` as `cursor` to get the next page; null marks the last page.',
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

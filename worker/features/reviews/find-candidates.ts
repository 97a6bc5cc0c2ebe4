import { LIMITS } from '@assay/schema/limits.ts';
import type { QueueSource, Sampling, Verdict, VerdictSource } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { findVerdicts } from '../scoring/find-verdicts.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import { type Candidate, candidateOf } from './candidate.ts';
import { type FindTargetNeeds, findTargets } from './find-targets.ts';
import { type ReadTargetNeeds, readTarget } from './read-target.ts';

export interface FindCandidateNeeds extends ReadTargetNeeds, FindTargetNeeds {
  nowMs(): number;
}

const PAGE = 500;

/**
 * All that a queue may draw from.
 *
 * @throws ApiProblem `invalid_request` for what does not exist, or is too much
 */
export async function findCandidates(
  projectId: string,
  source: QueueSource,
  sampling: Sampling,
  needs: FindCandidateNeeds,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for await (const page of pagesOf(projectId, source, sampling, needs)) {
    candidates.push(...page);
    if (candidates.length > LIMITS.queuePopulation) {
      throw fault(
        '/source',
        `has more than ${LIMITS.queuePopulation} samples; narrow it, for example by time or tag`,
      );
    }
  }
  return candidates;
}

function pagesOf(
  projectId: string,
  source: QueueSource,
  sampling: Sampling,
  needs: FindCandidateNeeds,
): AsyncIterable<Candidate[]> {
  if ('verdicts' in source) return ofVerdicts(projectId, source, sampling, needs);
  if ('batchId' in source) return ofBatch(projectId, source, sampling, needs);
  if ('dataset' in source) return ofDataset(projectId, source, sampling, needs);
  return ofTargets(projectId, source.targets, sampling, needs);
}

async function* ofVerdicts(
  projectId: string,
  { verdicts: { tags, metadata, ...filter } }: VerdictSource,
  sampling: Sampling,
  needs: FindCandidateNeeds,
): AsyncGenerator<Candidate[]> {
  const query = {
    ...filter,
    tag: tags,
    metadata: metadata && Object.entries(metadata).map(([key, value]) => `${key}:${value}`),
    limit: PAGE,
  };
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await findVerdicts(projectId, { ...query, cursor }, needs);
    yield page.items.map((verdict) =>
      candidateOf({ verdictId: verdict.id }, verdict, {}, sampling),
    );
    cursor = page.nextCursor;
  }
}

async function* ofBatch(
  projectId: string,
  { batchId, status }: Extract<QueueSource, { batchId: string }>,
  sampling: Sampling,
  { batches, items }: FindCandidateNeeds,
): AsyncGenerator<Candidate[]> {
  if ((await batches.find(projectId, batchId)) === undefined) {
    throw fault('/source/batchId', 'is not a batch of this project');
  }
  let after = -1;
  for (;;) {
    const page = await items.page({ batchId, after, limit: PAGE, status });
    yield page.items
      .filter((item) => item.status !== null && item.status !== 'retry')
      .map(({ at, verdict }) => {
        const parsed: Verdict | null = verdict === null ? null : JSON.parse(verdict);
        return candidateOf({ batchId, index: at }, parsed, {}, sampling);
      });
    const last = page.items.at(-1);
    if (page.isLast || last === undefined) return;
    after = last.at;
  }
}

async function* ofDataset(
  projectId: string,
  { dataset, split }: Extract<QueueSource, { dataset: string }>,
  sampling: Sampling,
  { reviewSamples }: FindCandidateNeeds,
): AsyncGenerator<Candidate[]> {
  const { name, version = 0 } = parseVersionReference(dataset);
  if (!(await reviewSamples.hasDataset(projectId, name, version))) {
    throw fault('/source/dataset', 'is not a data set of this project');
  }
  let after = '';
  for (;;) {
    const query = { projectId, name, version, split, after, limit: PAGE };
    const rows = await reviewSamples.datasetItems(query);
    yield rows.map(({ itemId, tags, split: own }) =>
      candidateOf(
        { dataset, itemId },
        null,
        { tags: tags === null ? [] : JSON.parse(tags), split: own },
        sampling,
      ),
    );
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.itemId ?? after;
  }
}

const READ_AT_ONCE = 20;

async function* ofTargets(
  projectId: string,
  given: Extract<QueueSource, { targets: unknown }>['targets'],
  sampling: Sampling,
  needs: FindCandidateNeeds,
): AsyncGenerator<Candidate[]> {
  const targets = await findTargets(projectId, given, needs);
  const errors = targets.flatMap((target, i) =>
    target === undefined || 'sampleHash' in target
      ? [{ pointer: `/source/targets/${i}`, message: 'has no stored sample in this project' }]
      : [],
  );
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
  const known = targets.filter((target) => target !== undefined);
  const isBlind = sampling.method === 'all' || sampling.method === 'random';
  for (let start = 0; start < known.length; start += READ_AT_ONCE) {
    const some = known.slice(start, start + READ_AT_ONCE);
    yield await Promise.all(
      some.map(async (target) => {
        const read = isBlind ? undefined : await readTarget(projectId, target, needs);
        return candidateOf(target, read?.verdict ?? null, {}, sampling);
      }),
    );
  }
}

function fault(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}

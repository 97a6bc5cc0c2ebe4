import type {
  MonitorContent,
  MonitorFilter,
  Sample,
  Score,
  Verdict,
  VerdictMetadata,
} from '@assay/schema/types.ts';
import type { Observation } from '../../core/monitoring/writer.ts';
import { judgesOf } from '../scoring/judges-of.ts';

/** What is known of a verdict, or of a sample that got none. */
export interface WatchedVerdict {
  id: string;
  atMs: number;
  /** Null if the sample got none, and counts as an error. */
  verdict: Verdict | null;
  tags: readonly string[];
  metadata: VerdictMetadata;
  suite: string | undefined;
  /** What the sample says of how it was generated. */
  generation?: Sample['generation'];
  /** The data set of its batch. */
  dataset?: string | undefined;
}

/** Keys of metadata that an alarm looks at, where the monitor does not say. */
const SLICES = ['language', 'route', 'service', 'model'];
/** Keys that are versions: a new value of them is marked. */
const VERSIONS = ['release', 'prompt', 'promptVersion'];
const MOST_CHARACTERS = 128;
const MOST_SCORES = 50;

/** What a monitor is told of a verdict; undefined if it does not watch it. */
export function observationOf(
  content: MonitorContent,
  watched: WatchedVerdict,
): Observation | undefined {
  if (!matches(content.where, watched)) return undefined;
  const { id, atMs, verdict, generation } = watched;
  const facts = { slices: slicesOf(content, watched.metadata) };
  if (verdict === null) {
    const nothing = { value: null, costUsd: 0, latencyMs: 0, versions: {}, scores: {} };
    return { id, atMs, outcome: 'error', ...nothing, ...facts };
  }
  const read = readingOf(content, verdict);
  if (read === undefined) return undefined;
  return {
    ...{ id, atMs, ...read, ...facts },
    costUsd: verdict.costUsd + (generation?.costUsd ?? 0),
    latencyMs: generation?.latencyMs ?? verdict.latencyMs,
    versions: versionsOf(content, watched, verdict),
    scores: content.scorer === undefined ? scoresOf(verdict) : {},
  };
}

function matches(where: MonitorFilter | undefined, watched: WatchedVerdict): boolean {
  if (where === undefined) return true;
  const { rule, suite, pipeline, policy, dataset, tags = [], metadata = {} } = where;
  const lineage = watched.verdict?.lineage;
  if (rule !== undefined && !watched.tags.includes(`rule:${rule}`)) return false;
  if (suite !== undefined && watched.suite !== suite) return false;
  if (pipeline !== undefined && lineage?.pipeline?.name !== pipeline) return false;
  if (policy !== undefined && lineage?.policy?.name !== policy) return false;
  if (dataset !== undefined && watched.dataset !== dataset) return false;
  if (!tags.every((tag) => watched.tags.includes(tag))) return false;
  return Object.entries(metadata).every(([key, value]) => watched.metadata[key] === value);
}

type Reading = Pick<Observation, 'value' | 'outcome'>;

/** The value of the score, or of the verdict; undefined if it has no such score. */
function readingOf(content: MonitorContent, verdict: Verdict): Reading | undefined {
  const { scorer, measure = 'value' } = content;
  if (scorer === undefined) return verdictReading(verdict, measure);
  const score = verdict.scores.find(({ name }) => name === scorer);
  // What did not apply to the sample says nothing of it.
  if (score === undefined || score.status === 'skipped') return undefined;
  if (score.status !== 'scored') return { value: null, outcome: score.status };
  return { value: measured(score, measure), outcome: outcomeOf(score.passed) };
}

function verdictReading(verdict: Verdict, measure: 'value' | 'passed'): Reading {
  const { passed, scores } = verdict;
  const value = measured(verdict, measure);
  if (value !== null) return { value, outcome: outcomeOf(passed) };
  const isError = scores.some(({ status }) => status === 'error');
  const isAbstained = scores.some(({ status }) => status === 'abstained');
  return { value, outcome: isError ? 'error' : isAbstained ? 'abstained' : outcomeOf(passed) };
}

function measured(
  { value, passed }: { value: number | null; passed: boolean | null },
  measure: 'value' | 'passed',
): number | null {
  return measure === 'value' ? value : passed === null ? null : Number(passed);
}

function outcomeOf(passed: boolean | null): Observation['outcome'] {
  return passed === null ? 'undecided' : passed ? 'passed' : 'failed';
}

function slicesOf({ slices = SLICES }: MonitorContent, metadata: VerdictMetadata) {
  return Object.fromEntries(
    slices.flatMap((key) => {
      const value = metadata[key];
      const isSlice = value !== undefined && !VERSIONS.includes(key);
      return isSlice ? [[key, shortened(String(value))]] : [];
    }),
  );
}

/** What decided the value: a change of any of it is marked. */
function versionsOf(
  { scorer }: MonitorContent,
  { metadata }: WatchedVerdict,
  { scores, lineage }: Verdict,
): Record<string, string> {
  const { suite, pipeline, policy, generator, assayVersion } = lineage;
  const numbered = (one: { name: string | null; version: number | null } | null | undefined) =>
    one?.name == null ? undefined : `${one.name}@${one.version}`;
  const watched = scores.filter(({ name }) => scorer === undefined || name === scorer);
  const entries: (readonly [string, string | undefined])[] = [
    ['suite', numbered(suite)],
    ['pipeline', numbered(pipeline)],
    ['guard policy', numbered(policy)],
    ['generator', generator ?? undefined],
    ['release of Assay', assayVersion],
    ...VERSIONS.map(
      (key) => [key, metadata[key] === undefined ? undefined : String(metadata[key])] as const,
    ),
    ...watched
      .slice(0, MOST_SCORES)
      .flatMap((score) => [
        [`fingerprint of ${score.name}`, score.fingerprint] as const,
        [`judge model of ${score.name}`, judgeOf(score)] as const,
      ]),
  ];
  return Object.fromEntries(
    entries.flatMap(([subject, value]) =>
      value === undefined ? [] : [[subject, shortened(value)]],
    ),
  );
}

/** The model that judged, in the version that it reports. */
function judgeOf(score: Score): string | undefined {
  const judges = judgesOf(score).map(({ model, version }) =>
    version === null ? model : `${model} (${version})`,
  );
  return judges.length === 0 ? undefined : judges.toSorted().join(', ');
}

function scoresOf({ scores }: Verdict): Record<string, number> {
  return Object.fromEntries(
    scores
      .slice(0, MOST_SCORES)
      .flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
  );
}

function shortened(text: string): string {
  return text.slice(0, MOST_CHARACTERS);
}

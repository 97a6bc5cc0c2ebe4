import type { CalibratedJudge, Sample, Score, ScoredScore, Verdict } from '@assay/schema/types.ts';
import type { CalibrationStore, StoredCalibration } from '../../store/calibrations.ts';
import type { ItemStore, StoredItem } from '../../store/items.ts';
import { confidenceOf, passes } from '../scoring/confidence.ts';
import { judgesOf } from '../scoring/judges-of.ts';
import type { KeptLabel } from './final-label.ts';
import { type Traits, traitsOf } from './traits.ts';

export interface ReadLabelledNeeds {
  calibrations: Pick<CalibrationStore, 'labels'>;
  items: ItemStore;
}

/** A labelled sample, and what became of it before the judge. */
export interface LabelledScore {
  at: number;
  sampleId: string | null;
  label: KeptLabel;
  traits: Traits;
  judgement: Judgement | null;
  /** Why there is no judgement. */
  missing: { status: 'abstained' | 'skipped' } | { status: 'error'; code: string } | null;
}

/** What the judge said. */
export interface Judgement {
  value: number;
  passed: boolean;
  confidence: number;
  judges: CalibratedJudge[];
  /** Whether a fallback judged in the place of the judge. */
  isByFallback: boolean;
  reason: string;
}

const PAGE = 200;
/** The deciding part of a reason; a report has many. */
const REASON_CHARACTERS = 300;

/** All labels of a calibration with what the judge said, in their order; of samples only their traits are kept. */
export async function readLabelledScores(
  { projectId, id, batchId }: Pick<StoredCalibration, 'projectId' | 'id' | 'batchId'>,
  { calibrations, items }: ReadLabelledNeeds,
): Promise<LabelledScore[]> {
  const read: LabelledScore[] = [];
  for (let after = -1; ; ) {
    const page = await items.page({ batchId, after, limit: PAGE, withSamples: true });
    const last = page.items.at(-1)?.at ?? after;
    const rows = await calibrations.labels(projectId, id, after + 1, last + 1);
    const labels = new Map(
      rows.map(({ at, label }): [number, KeptLabel] => [at, JSON.parse(label)]),
    );
    for (const item of page.items) {
      const label = labels.get(item.at);
      if (label !== undefined) read.push(await toLabelled(item, label));
    }
    if (page.isLast) return read;
    after = last;
    // Other requests run between two pages.
    await scheduler.wait(0);
  }
}

async function toLabelled(item: StoredItem, label: KeptLabel): Promise<LabelledScore> {
  const sample: Sample = JSON.parse(item.sample ?? '{}');
  const verdict: Verdict | null = item.verdict === null ? null : JSON.parse(item.verdict);
  const score = verdict?.scores[0];
  const { at, sampleId } = item;
  const shared = { at, sampleId, label, traits: await traitsOf(sample) };
  if (score?.status === 'scored') {
    return { ...shared, judgement: judgementOf(score), missing: null };
  }
  return { ...shared, judgement: null, missing: missingOf(item, score) };
}

function judgementOf(score: ScoredScore): Judgement {
  const { value, warnings = [], reason } = score;
  return {
    value,
    passed: passes(score),
    confidence: confidenceOf(score),
    judges: judgesOf(score),
    isByFallback: warnings.includes('fallback_used'),
    reason: reason.slice(0, REASON_CHARACTERS),
  };
}

function missingOf(
  { errorCode }: StoredItem,
  score: Score | undefined,
): NonNullable<LabelledScore['missing']> {
  if (score?.status === 'abstained' || score?.status === 'skipped') {
    return { status: score.status };
  }
  const code = score?.status === 'error' ? score.error.code : (errorCode ?? 'range_failed');
  return { status: 'error', code };
}

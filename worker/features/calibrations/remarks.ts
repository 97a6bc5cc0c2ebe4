import type { CalibratedJudge, CalibrationRemark, CalibrationReport } from '@assay/schema/types.ts';

type Told = Omit<CalibrationReport, 'remarks'> & { judges: readonly CalibratedJudge[] };

/** Fewer labels tell little of any judge. */
const FEW = 30;
const LARGE_SHARE = 0.05;

/** What to mind when reading a report, and what to do about it. */
export function remarksOf(report: Told): CalibrationRemark[] {
  return RULES.flatMap(([code, tell]) => {
    const message = tell(report);
    return message === undefined ? [] : [{ code, message }];
  });
}

const RULES: readonly [code: string, tell: (report: Told) => string | undefined][] = [
  [
    'no_usable_labels',
    ({ counts }) =>
      counts.used === 0
        ? 'No label could be used, so nothing is known of the judge. See `counts`.'
        : undefined,
  ],
  [
    'few_labels',
    ({ counts }) =>
      counts.used > 0 && counts.effective < FEW
        ? `Only ${whole(counts.effective)} labels count: every interval is wide. Label at least ${FEW}.`
        : undefined,
  ],
  [
    'labels_all_equal',
    ({ counts, confusion }) => {
      const good = confusion.truePositive + confusion.falseNegative;
      if (counts.used === 0 || (good > 0 && good < counts.used)) return undefined;
      const [all, missing] = good > 0 ? ['pass', 'fail'] : ['fail', 'pass'];
      return `People say ${all} of every sample, so nothing tells how the judge does on others. Add samples that ${missing}.`;
    },
  ],
  [
    'judge_uninformative',
    ({ sensitivity, specificity }) =>
      sensitivity && specificity && sensitivity.value + specificity.value <= 1
        ? 'The judge passes bad samples as often as good ones. Its pass rates cannot be corrected.'
        : undefined,
  ],
  [
    'judge_near_chance',
    ({ agreement, sensitivity, specificity }) =>
      agreement?.kappa &&
      agreement.kappa.low <= 0 &&
      sensitivity &&
      specificity &&
      sensitivity.value + specificity.value > 1
        ? 'The agreement may be due to chance: the interval of κ includes 0. Add labels, or improve the judge.'
        : undefined,
  ],
  [
    'judge_errors',
    ({ counts }) =>
      counts.errors > LARGE_SHARE * counts.labels
        ? `The judge could not judge ${counts.errors} of ${counts.labels} samples; what it would have said of them is unknown. Fix the errors and calibrate again: answers that it gave are cached.`
        : undefined,
  ],
  [
    'model_versions_mixed',
    ({ counts }) =>
      counts.otherVersion > 0
        ? `Another version of the model, or a fallback, judged ${counts.otherVersion} samples; they are omitted. Calibrate with \`refresh\` to have one version judge all.`
        : undefined,
  ],
  [
    'model_version_unknown',
    ({ judges }) => {
      const silent = judges.filter(({ version }) => version === null);
      return silent.length > 0
        ? `${silent.map(({ model }) => model).join(', ')} reports no version, so a change of the model cannot be noticed. Limit the age of calibrations with \`maxAgeDays\`.`
        : undefined;
    },
  ],
  [
    'labels_chosen',
    ({ counts }) =>
      counts.chosen > 0
        ? `${counts.chosen} labels are of samples that were chosen, not drawn at random. They enter no estimate.`
        : undefined,
  ],
  [
    'people_undecided',
    ({ counts }) =>
      counts.undecided > LARGE_SHARE * counts.labels
        ? `People differ on ${counts.undecided} samples, and nobody has decided; they are omitted, which makes the judge look better. Decide them.`
        : undefined,
  ],
  [
    'people_disagree',
    ({ agreement, people }) =>
      agreement && people && people.raw.value < agreement.raw.value
        ? 'People agree less with each other than the judge with their final label: more labels per sample, or clearer guidelines, tell more than a better judge.'
        : undefined,
  ],
  [
    'no_probability',
    ({ curve, counts }) =>
      curve === null && counts.used > 0
        ? 'There are too few labels of one kind for a probability: it takes 10 that pass and 10 that fail.'
        : undefined,
  ],
  ['no_guarantee', ({ guarantee, counts }) => noGuarantee(guarantee, counts.used)],
  [
    'bias',
    ({ slices }) => {
      const biased = slices.filter(({ isDifferent }) => isDifferent);
      return biased.length > 0
        ? `The judge is biased on ${biased.map(({ by, slice }) => `${by} ${slice}`).join(', ')}: see \`slices\`.`
        : undefined;
    },
  ],
];

function noGuarantee(
  { threshold, risk, confidence, tested, needed }: CalibrationReport['guarantee'],
  used: number,
): string | undefined {
  if (threshold !== null || used === 0) return undefined;
  const asked = `a risk of ${risk} with confidence ${confidence}`;
  return tested < needed
    ? `${tested} labels cannot guarantee ${asked}: at least ${needed} must count alike.`
    : `No confidence is high enough for ${asked}. The judge would abstain always.`;
}

function whole(count: number): number {
  return Math.floor(count);
}

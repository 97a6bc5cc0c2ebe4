import * as z from 'zod';
import { Estimate } from './batch.ts';
import { unitInterval } from './fields.ts';
import type * as contract from './types.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);

const Counts = z
  .strictObject({
    labels: count.describe('Labels that were scored.'),
    used: count.describe('Labels that enter the estimates.'),
    errors: count.describe('Samples that the judge could not judge. They are no disagreements.'),
    abstained: count.describe('Samples on which the judge abstained.'),
    skipped: count.describe('Samples that lack a field that the scorer needs.'),
    chosen: count.describe('Labels of samples that were chosen, not drawn at random.'),
    undecided: count.describe('Samples on which people differ and nobody has decided.'),
    otherVersion: count.describe('Samples that another version of the model judged.'),
    effective: z
      .number()
      .min(0)
      .describe('Effective number of labels, given their weights (Kish): `used` if all count 1.'),
  })
  .meta({ id: 'CalibrationCounts' });

const raw = Estimate.describe('Share of samples on which they agree.');
const kappa = Estimate.nullable().describe(
  'Cohen’s κ: agreement beyond chance. Misleads where one answer is rare; see `ac1`.',
);
const ac1 = Estimate.nullable().describe('Gwet’s AC1: agreement beyond chance.');

const Agreement = z.strictObject({ raw, kappa, ac1 }).meta({ id: 'AgreementEstimates' });

const PeopleAgreement = z
  .strictObject({
    raw,
    kappa,
    ac1,
    people: z.int().min(2).describe('People who labelled.'),
    samples: count.describe('Samples that at least two people labelled.'),
    alpha: Estimate.nullable().describe('Krippendorff’s α.'),
  })
  .meta({ id: 'PeopleAgreement', description: 'How far people agree with each other.' });

const Quality = z
  .strictObject({
    ece: share.describe('Expected calibration error with 10 bins. Biased upward for few labels.'),
    brier: share.describe('Brier score; lower is better.'),
  })
  .meta({ id: 'CalibrationQuality' });

const Curve = z
  .strictObject({
    method: z
      .enum(['identity', 'platt', 'beta', 'isotonic'])
      .describe(
        'The method with the lowest Brier score on held-out folds; `identity` takes the value of the judge as it is.',
      ),
    before: Quality.describe('The value of the judge taken as a probability.'),
    after: Quality.describe('The calibrated probability, on held-out folds.'),
    points: z
      .array(
        z.strictObject({
          value: unitInterval.describe('Value of the judge.'),
          probability: share.describe('Probability that people pass the sample.'),
          low: share.describe('Lower end of its 95% interval.'),
          high: share.describe('Upper end of its 95% interval.'),
        }),
      )
      .describe('The calibration curve; values between two points are interpolated.'),
    bins: z
      .array(
        z.strictObject({
          low: share.describe('Lower end of the bin, exclusive but for 0.'),
          high: share.describe('Upper end of the bin.'),
          n: count.describe('Labels in the bin.'),
          value: share.describe('Mean value of the judge.'),
          passed: share.describe('Share that people pass.'),
        }),
      )
      .describe('Labels by the value of the judge, for a reliability diagram.'),
  })
  .meta({ id: 'CalibrationCurve' });

const Slice = z
  .strictObject({
    by: z.enum(['length', 'language', 'family', 'position', 'tag']).describe('What is sliced by.'),
    slice: z.string().describe('The slice, such as a language.'),
    n: count.describe('Labels in the slice.'),
    agreement: Estimate.describe('Agreement with people; the interval is corrected.'),
    bias: Estimate.describe(
      'Share of passes by the judge minus that by people; the interval is corrected.',
    ),
    isDifferent: z
      .boolean()
      .describe('Whether the bias differs from that of all other samples, beyond chance.'),
  })
  .meta({
    id: 'CalibrationSlice',
    description: 'A part of the samples. Intervals are corrected for the number of slices.',
  });

const Guarantee = z
  .strictObject({
    risk: share.describe('Allowed share of wrong verdicts among those not abstained from.'),
    confidence: share.describe('Probability with which the guarantee holds.'),
    threshold: unitInterval
      .nullable()
      .describe('Minimum confidence of a verdict that is kept; null if no threshold is safe.'),
    coverage: share.describe('Share of samples that are kept.'),
    n: count.describe('Labels at or above the threshold.'),
    wrong: count.describe('Wrong verdicts among them.'),
    tested: count.describe('Labels that could be tested: drawn at random, and counting alike.'),
    needed: count.describe('Labels needed above a threshold if the judge is never wrong there.'),
  })
  .meta({
    id: 'CalibrationGuarantee',
    description: 'The threshold from which verdicts carry a guarantee (Learn then Test).',
  });

const Remark = z
  .strictObject({
    code: z.string().describe('Stable code.'),
    message: z.string().describe('What to mind, and what to do.'),
  })
  .meta({ id: 'CalibrationRemark' });

export const CalibrationReport: z.ZodType<contract.CalibrationReport> = z
  .strictObject({
    counts: Counts,
    errors: z
      .array(
        z.strictObject({
          code: z.string().describe('Code of the error.'),
          count: count.describe('How often.'),
        }),
      )
      .describe('Why the judge could not judge, by code.'),
    versions: z
      .array(
        z.strictObject({
          model: z.string().describe('`provider/model`.'),
          version: z.string().nullable().describe('As the model reported it.'),
          labels: count.describe('Samples that it judged.'),
        }),
      )
      .describe('The versions of the model that judged.'),
    agreement: Agreement.nullable().describe('Of the judge with people; null without labels.'),
    people: PeopleAgreement.nullable().describe(
      'Agreement among people; null unless samples have `reviews` of two people or more.',
    ),
    confusion: z
      .strictObject({
        truePositive: count.describe('Both pass.'),
        falsePositive: count.describe('The judge passes what people fail.'),
        trueNegative: count.describe('Both fail.'),
        falseNegative: count.describe('The judge fails what people pass.'),
      })
      .describe('Labels by the verdicts of people and judge, unweighted.'),
    sensitivity: Estimate.nullable().describe('Share of good samples that the judge passes.'),
    specificity: Estimate.nullable().describe('Share of bad samples that the judge fails.'),
    passRate: z
      .strictObject({
        people: Estimate.describe('Share that people pass.'),
        judge: Estimate.describe('Share that the judge passes.'),
      })
      .nullable()
      .describe('Pass rates over the labels.'),
    curve: Curve.nullable().describe('null with too few labels; see `remarks`.'),
    slices: z.array(Slice).describe('Bias by parts of the samples, most labels first.'),
    guarantee: Guarantee,
    width: z
      .strictObject({
        now: share.describe('Width of the interval of the raw agreement.'),
        asked: share.describe('The width that was asked for.'),
        more: count.describe('Labels to add, if the agreement stays the same.'),
      })
      .nullable()
      .describe('How many more labels would narrow the interval of the agreement.'),
    disagreements: z
      .array(
        z.strictObject({
          index: count.describe('Position among the labels, from 0.'),
          sampleId: z.string().nullable().describe('The `id` of the sample.'),
          people: unitInterval.describe('What people said, from 0 to 1.'),
          judge: unitInterval.describe('The value of the judge.'),
          reason: z.string().describe('The reason of the judge.'),
        }),
      )
      .describe('Samples on which judge and people differ, the widest gap first; at most 50.'),
    remarks: z.array(Remark).describe('What to mind when reading the report.'),
  })
  .meta({ id: 'CalibrationReport', description: 'What labels tell of a judge.' });

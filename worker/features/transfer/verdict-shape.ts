import { SCORE_STATUSES } from '@assay/schema/batch-rows.ts';
import { unitInterval } from '@assay/schema/fields.ts';
import type { Verdict } from '@assay/schema/types.ts';
import * as z from 'zod';
import { EMPTY_DIGEST, readDigest, type StoredDigest } from '../batches/digest.ts';

const judgement = { value: unitInterval.nullable(), passed: z.boolean().nullable() };
const NO_VALUE = 'must be null, as the status is not `scored`';

/** What is wrong with a score that has another value than its status allows. */
function checkStatus(
  { status, value, passed }: { status: string; value: number | null; passed: boolean | null },
  at: { value: PropertyKey[]; passed: PropertyKey[] },
): { path: PropertyKey[]; message: string }[] {
  if (status === 'scored') {
    return value === null ? [{ path: at.value, message: 'must be a number from 0 to 1' }] : [];
  }
  return [
    ...(value === null ? [] : [{ path: at.value, message: NO_VALUE }]),
    ...(passed === null ? [] : [{ path: at.passed, message: NO_VALUE }]),
  ];
}

const Score: z.ZodType = z
  .looseObject({
    ...{ scorer: z.string().min(1), name: z.string().min(1), reason: z.string() },
    ...{ status: z.enum(SCORE_STATUSES), ...judgement, threshold: unitInterval.nullable() },
    ...{ fingerprint: z.string(), evidence: z.array(z.looseObject({})) },
    votes: z.array(z.looseObject({ reason: z.string() })).optional(),
    get children() {
      return z.array(Score).optional();
    },
  })
  .check(({ value, issues }) => {
    for (const one of checkStatus(value, { value: ['value'], passed: ['passed'] })) {
      issues.push({ code: 'custom', input: value, ...one });
    }
  });

/**
 * What lists, statistics, monitors and receipts read of a verdict. Other members may be there: releases
 * differ in them.
 */
const ImportedVerdict = z.looseObject({
  ...{ id: z.string().min(1), createdAt: z.iso.datetime(), ...judgement },
  scores: z.array(Score),
  decision: z.looseObject({ reason: z.string() }),
  lineage: z.looseObject({ sampleHash: z.string() }),
  tags: z.array(z.string()),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  ...{ costUsd: z.number().min(0), latencyMs: z.number().min(0) },
});

const amount = z.number().min(0);
const ImportedDigest = z.looseObject({
  ...{ ...judgement, costUsd: amount, inputTokens: amount, outputTokens: amount },
  latencyMs: amount.nullable(),
  scores: z.array(
    z
      .tuple([z.string(), z.enum(SCORE_STATUSES), judgement.value, judgement.passed])
      .rest(z.unknown())
      .check(({ value: digest, issues }) => {
        const [, status, value, passed] = digest;
        for (const one of checkStatus({ status, value, passed }, { value: [2], passed: [3] })) {
          issues.push({ code: 'custom', input: digest, ...one });
        }
      }),
  ),
});

/** A text of an export that is not what it should be; the message names the place in it. */
export class ShapeFault extends Error {
  override readonly name = 'ShapeFault';
}

/** @throws ShapeFault */
export function readVerdict(json: string): Verdict {
  const value = read(() => JSON.parse(json));
  refuse(ImportedVerdict, value);
  // What else it has is not looked at by those who count.
  return value as Verdict;
}

/** @throws ShapeFault if a digest is not one that a release of Assay writes */
export function checkDigest(stored: StoredDigest): void {
  refuse(
    ImportedDigest,
    read(() => ({ ...EMPTY_DIGEST, ...readDigest(stored) })),
  );
}

function read(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    throw new ShapeFault('it is not JSON as this release writes it');
  }
}

function refuse(schema: z.ZodType, value: unknown): void {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) return;
  const pointer = issue.path.map((step) => `/${String(step)}`).join('');
  throw new ShapeFault(`\`${pointer}\`: ${issue.message}`);
}

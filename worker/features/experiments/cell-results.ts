import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { Sample as SampleSchema } from '@assay/schema/sample.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Sample } from '@assay/schema/types.ts';
import type { NewCell } from '../../store/experiment-parts.ts';
import { type TargetAnswer, TargetError } from './targets/target-answer.ts';
import type { VariantSample } from './variables.ts';

/** What a target answered, and what it was asked. */
export interface Answered {
  answer: TargetAnswer;
  given: VariantSample;
  /** Name of the variant. */
  variant: string;
}

/** An answer that no sample can hold is an error of its cell. */
export function answered(at: number, attempts: number, given: Answered): NewCell {
  const { answer, variant } = given;
  const { output, toolCalls, contexts, model, usage, costUsd, latencyMs } = answer;
  const { id: sampleId, metadata, ...sample } = given.given.sample;
  const scored: Sample = {
    ...sample,
    id: `cell-${at}`,
    output,
    ...(contexts !== undefined && { contexts }),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(model !== null && { generator: model.slice(0, 128) }),
    metadata: { ...metadata, variant, ...(sampleId !== undefined && { sampleId }) },
    generation: {
      latencyMs,
      ...(costUsd !== null && { costUsd }),
      ...(usage !== null && { usage }),
      ...(answer.finishReason !== null && { finishReason: answer.finishReason }),
    },
  };
  const valid = SampleSchema.safeParse(scored);
  if (!valid.success) {
    const [issue] = valid.error.issues;
    const message = `The answer cannot be scored: ${jsonPointer(issue?.path ?? [])} ${issue?.message ?? ''}.`;
    const error = new TargetError('answer_invalid', message, { mayPass: false, costUsd });
    return errorCell(at, attempts, error);
  }
  return {
    ...{ at, status: 'generated', sample: JSON.stringify(scored), attempts, model, costUsd },
    outputHash: sha256Hex(JSON.stringify([output, toolCalls])).slice(0, 32),
    latencyMs: Math.round(latencyMs),
    firstTokenMs: answer.firstTokenMs === null ? null : Math.round(answer.firstTokenMs),
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    ...{ errorCode: null, errorMessage: null },
  };
}

const LONGEST_MESSAGE = 1_000;

export function errorCell(
  at: number,
  attempts: number,
  { code, message, costUsd }: TargetError,
): NewCell {
  return {
    ...{ at, status: 'error', sample: null, outputHash: null, model: null, attempts, costUsd },
    ...{ latencyMs: null, firstTokenMs: null, inputTokens: null, outputTokens: null },
    ...{ errorCode: code.slice(0, 100), errorMessage: message.slice(0, LONGEST_MESSAGE) },
  };
}

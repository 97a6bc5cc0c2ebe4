import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { Sample as SampleSchema } from '@assay/schema/sample.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Sample } from '@assay/schema/types.ts';
import type { NewCell } from '../../store/experiment-parts.ts';
import { isStorable } from '../../store/pack.ts';
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
  const { toolCalls, contexts, usage, costUsd, latencyMs } = answer;
  // Half of a surrogate pair is no text.
  const output = answer.output.toWellFormed();
  const model = nameOf(answer.model);
  const { id: sampleId, metadata, ...sample } = given.given.sample;
  const scored: Sample = {
    ...sample,
    id: `cell-${at}`,
    output,
    ...(contexts !== undefined && { contexts }),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(model !== null && { generator: model }),
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
  const text = JSON.stringify(scored);
  // What the database refuses would be asked and paid for again and again. Its row has the text as JSON.
  if (!isStorable(JSON.stringify(text))) {
    return errorCell(
      at,
      attempts,
      new TargetError('answer_invalid', TOO_LARGE, { mayPass: false, costUsd }),
    );
  }
  return {
    ...{ at, status: 'generated', sample: text, attempts, model, costUsd },
    outputHash: sha256Hex(JSON.stringify([output, toolCalls])).slice(0, 32),
    latencyMs: Math.round(latencyMs),
    firstTokenMs: answer.firstTokenMs === null ? null : Math.round(answer.firstTokenMs),
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    ...{ errorCode: null, errorMessage: null },
  };
}

const TOO_LARGE = 'The answer cannot be scored: with its sample it is too large to be stored.';
const LONGEST_MESSAGE = 1_000;

/** What a target calls its model, as a name may be; null if nothing of it is left. */
function nameOf(model: string | null): string | null {
  const name = model === null ? '' : stored(model, LIMITS.nameCharacters);
  return name === '' ? null : name;
}

/** Of a text of others, what a database and a terminal take as it is. */
function stored(text: string, most: number): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
    .slice(0, most)
    .replace(/\p{Cs}$/u, '')
    .trim();
}

export function errorCell(
  at: number,
  attempts: number,
  { code, message, costUsd }: TargetError,
): NewCell {
  return {
    ...{ at, status: 'error', sample: null, outputHash: null, model: null, attempts, costUsd },
    ...{ latencyMs: null, firstTokenMs: null, inputTokens: null, outputTokens: null },
    ...{ errorCode: stored(code, 100), errorMessage: stored(message, LONGEST_MESSAGE) },
  };
}

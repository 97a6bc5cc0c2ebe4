import type { Generation, JsonObject, Sample } from '@assay/schema/types.ts';
import { objectsIn } from '../../core/json-object.ts';
import type { Exchange } from './exchange.ts';
import { saidIn } from './openai/answer-texts.ts';
import { choicesIn } from './openai/choices.ts';
import { hideOriginals, sampleOf } from './openai/sample-of.ts';

/** A choice of an answer as a sample. */
export interface ChoiceSample {
  /** Of the choice. */
  index: number;
  sample: Sample;
}

/** What becomes samples: the answers of one request, and how each was generated. */
export interface Sampler {
  /** @param given what a model said @param took what that took */
  generated(given: JsonObject, took: Generation): void;
  /**
   * The choices of an answer as samples.
   *
   * @param sent what goes out after all steps
   * @param given what the model said; the first that was generated if omitted
   */
  samplesOf(sent: JsonObject, given?: JsonObject): [ChoiceSample, ...ChoiceSample[]];
}

export function createSampler(exchange: Exchange): Sampler {
  const generations = new WeakMap<JsonObject, Generation>();
  let first: JsonObject | undefined;
  return {
    generated(given, took) {
      generations.set(given, took);
      first ??= given;
    },
    samplesOf(sent, given = first) {
      const said = given === undefined ? [] : choicesIn(given);
      const took = given && generations.get(given);
      const [one, ...others] = choicesIn(sent).map(({ index, answer }, i) => {
        const model = said.find((choice) => choice.index === index)?.answer;
        const made = generationOf(answer, took, i > 0);
        const sample = { ...sampleOf(exchange, answer), ...(made && { generation: made }) };
        return { index, sample: withModelOutput(sample, index, model, exchange) };
      });
      if (one === undefined) throw new Error('an answer has a choice');
      return [one, ...others];
    },
  };
}

/** What was used is that of all choices, and is said of the first. */
function generationOf(
  { choices, status }: JsonObject,
  took: Generation | undefined,
  isFurther: boolean,
): Generation | undefined {
  if (took === undefined) return undefined;
  const { usage, costUsd, ...rest } = took;
  const finish = objectsIn(choices)[0]?.finish_reason ?? status;
  return {
    ...(isFurther ? rest : took),
    ...(typeof finish === 'string' ? { finishReason: finish } : {}),
  };
}

/** What steps changed is not what goes out. */
function withModelOutput(
  sample: Sample,
  index: number,
  given: JsonObject | undefined,
  exchange: Exchange,
): Sample {
  const said = given && hideOriginals(saidIn(exchange.endpoint, given), exchange);
  const metadata = {
    ...(said === undefined || said === sample.output ? {} : { modelOutput: said }),
    ...(index === 0 ? {} : { choice: index }),
  };
  return Object.keys(metadata).length === 0 ? sample : { ...sample, metadata };
}

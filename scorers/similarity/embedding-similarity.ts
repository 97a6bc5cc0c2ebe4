import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { estimatedIn } from '../judging/ask.ts';
import { failed, scored } from '../outcome.ts';
import { modelParams } from './model-params.ts';

/**
 * Cosine of the angle between the embeddings of the output and of the expected text; with several
 * expected texts the nearest counts. `raw` is the cosine. Cosines below 0 are worth 0. What counts
 * as near differs from model to model: set the threshold by your own samples.
 *
 * An empty output is worth 0 without a call.
 *
 * Source: N. Reimers and I. Gurevych, "Sentence-BERT", 2019.
 */
export const embeddingSimilarity = defineScorer({
  id: 'embedding-similarity',
  aliases: {
    'semantic-similarity': {},
    'answer-similarity': {},
    similar: {},
    'similar:cosine': {},
    'cosine-similarity': {},
    cosine: {},
  },
  version: 1,
  kind: 'embedding',
  group: 'similarity',
  summary: 'Semantic similarity of the output and the expected text, by embeddings.',
  source: 'Reimers and Gurevych 2019',
  needs: ['output', 'references'],
  uses: ['embed'],
  params: () => z.strictObject(modelParams('embedding')),
  threshold: 0.8,
  examples: () => [
    { title: 'The same text', sample: { output: 'abc', expected: 'abc' }, value: 1 },
    { title: 'Nothing in common', sample: { output: 'abc', expected: 'xyz' }, value: 0 },
  ],
  withModels: (params, { embedding }) => {
    const model = params.model ?? embedding;
    return model === undefined ? params : { ...params, model };
  },
  behaviour: ({ model }) => ({ model: model ?? null }),
  async score({ output, references }, { model, cache }, { embed }) {
    if (model === undefined) {
      return failed(
        'judge_unconfigured',
        'No embedding model is configured. Set ASSAY_EMBEDDING_MODEL, or name one in `params.model`.',
      );
    }
    if (output.trim() === '')
      return scored(0, 'The output is empty. No model was asked.', { raw: 0 });
    const given = references.map((text) => (text.trim() === '' ? ' ' : text));
    const embedded = await embed([output, ...given], { model, cache });
    if (!embedded.ok) return failed(embedded.code, embedded.reason);
    const [own = [], ...others] = embedded.vectors;
    const cosines = others.map((vector) => cosine(own, vector));
    const best = Math.max(...cosines);
    const { usage, costUsd, cached } = embedded;
    return {
      ...scored(Math.min(1, Math.max(0, best)), `The cosine similarity is ${best.toFixed(3)}.`, {
        raw: best,
      }),
      spent: { usage, ...estimatedIn([embedded]), costUsd, cached },
    };
  },
});

/** 0 where a vector has no direction. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const lengths = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return lengths === 0 ? 0 : dot / lengths;
}

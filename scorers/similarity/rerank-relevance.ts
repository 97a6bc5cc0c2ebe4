import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { estimatedIn } from '../judging/ask.ts';
import { failed, scored } from '../outcome.ts';
import { modelParams } from './model-params.ts';

/**
 * How relevant the contexts are to the input, as a reranking model sees it: the mean of the
 * contexts' relevance, each from 0 to 1. Evidence names the relevance of each, the least relevant
 * first. What counts as relevant differs from model to model: set the threshold by your own samples.
 *
 * An empty context is worth 0; where all are, no model is asked.
 *
 * Source: S. Xiao et al., "C-Pack", 2023 (bge-reranker).
 */
export const rerankRelevance = defineScorer({
  id: 'rerank-relevance',
  version: 1,
  kind: 'embedding',
  group: 'similarity',
  summary: 'How relevant the contexts are to the input, by a reranking model.',
  source: 'Xiao et al. 2023 (bge-reranker)',
  needs: ['input', 'contexts'],
  uses: ['rerank'],
  params: () => z.strictObject(modelParams('reranking')),
  threshold: 0.5,
  examples: () => [
    {
      title: 'One context of two is relevant',
      sample: { input: 'cheese', output: '', contexts: ['Cheese is made of milk.', 'It rains.'] },
      value: 0.5,
    },
  ],
  withModels: (params, { reranking }) => {
    const model = params.model ?? reranking;
    return model === undefined ? params : { ...params, model };
  },
  behaviour: ({ model }) => ({ model: model ?? null }),
  async score({ input, contexts }, { model, cache }, { rerank }) {
    if (model === undefined) {
      return failed(
        'judge_unconfigured',
        'No reranking model is configured. Set ASSAY_RERANKING_MODEL, or name one in `params.model`.',
      );
    }
    const texts = contexts.map(({ text }) => text);
    const full = texts.filter((text) => text.trim() !== '');
    if (full.length === 0) return scored(0, 'The contexts are empty. No model was asked.');
    const reranked = await rerank(input, full, { model, cache });
    if (!reranked.ok) return failed(reranked.code, reranked.reason);
    const { relevances, usage, costUsd, cached } = reranked;
    const byText = new Map(full.map((text, i) => [text, relevances[i] ?? 0]));
    const all = texts.map((text, i) => ({
      relevance: byText.get(text) ?? 0,
      pointer: `/contexts/${i}`,
    }));
    const value = all.reduce((sum, { relevance }) => sum + relevance, 0) / all.length;
    const evidence = all
      .toSorted((a, b) => a.relevance - b.relevance)
      .map(({ relevance, pointer }) => ({ pointer, note: `relevance ${relevance.toFixed(3)}` }));
    const reason = `The mean relevance of ${all.length} contexts is ${value.toFixed(3)}.`;
    return {
      ...scored(value, reason, { evidence }),
      spent: { usage, ...estimatedIn([reranked]), costUsd, cached },
    };
  },
});

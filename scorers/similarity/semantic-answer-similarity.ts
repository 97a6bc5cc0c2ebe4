import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether output and expected answer mean the same, in any words: what a cross-encoder
 * trained on semantic textual similarity gives, by a judge that reads both together. Vectors made of
 * each alone (`embedding-similarity`) call "open" and "closed" near; this does not. The value is that
 * of the level, `raw` its number. With several expected texts the nearest counts. An empty output is
 * worth 0.
 *
 * It asks for likeness alone: an answer that says more than expected is less alike, though it may be
 * correct (`answer-correctness`).
 *
 * Source: J. Risch et al., "Semantic Answer Similarity for Evaluating Question Answering Models",
 * 2021; the levels are those of semantic textual similarity (E. Agirre et al., SemEval-2012 task 6;
 * D. Cer et al., SemEval-2017 task 1), the lowest two as one.
 */
export const semanticAnswerSimilarity = defineCriterion({
  id: 'semantic-answer-similarity',
  aliases: { sas: {}, 'answer-equivalence': {}, equivalence: {} },
  version: 2,
  group: 'similarity',
  summary: 'Whether the output and the expected answer mean the same, in any words.',
  source: 'Risch et al. 2021 (SAS); SemEval-2017 STS',
  needs: ['output', 'references'],
  shows: ['input', 'references', 'output'],
  criterion:
    'Do the output and the expected answer mean the same? Read both as answers to the input. If there are several expected answers, use the one that is closest. Other words, another language or another length do not matter. Facts, numbers, names and the word "not" do.',
  levels: [
    { value: 0, anchor: 'They do not mean the same. At most they are about the same subject.' },
    { value: 0.25, anchor: 'They do not mean the same, but share some details.' },
    {
      value: 0.5,
      anchor: 'They mean roughly the same, but something important differs or is missing.',
    },
    { value: 0.75, anchor: 'They mean the same, except for details that do not matter.' },
    { value: 1, anchor: 'They mean exactly the same.' },
  ],
  degenerate: 0,
  threshold: 0.75,
  examples: () => [
    {
      title: 'Other words, same meaning',
      sample: {
        input: 'How long is the warranty?',
        output: 'It is covered for 24 months.',
        expected: 'Two years.',
      },
      answers: [{ reasoning: '24 months are two years.', level: 5 }],
      value: 1,
    },
  ],
});

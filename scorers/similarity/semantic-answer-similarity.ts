import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether output and expected answer mean the same, whatever their words: what a cross-encoder
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
  aliases: { sas: {}, 'answer-equivalence': {} },
  version: 1,
  group: 'similarity',
  summary: 'Whether output and expected answer mean the same, whatever their words.',
  source: 'Risch et al. 2021 (SAS); SemEval-2017 STS',
  needs: ['output', 'references'],
  shows: ['input', 'references', 'output'],
  criterion:
    'How alike in meaning are the output and the expected answer? Read both as answers to the input, where there is one. Where there are several expected answers, take the one that is nearest. Wording, language and length do not matter; facts, negations, numbers and names do.',
  levels: [
    { value: 0, anchor: 'They do not mean the same; at most they share a subject.' },
    { value: 0.25, anchor: 'They do not mean the same, but share some details.' },
    {
      value: 0.5,
      anchor: 'They roughly mean the same; something important differs or is missing.',
    },
    { value: 0.75, anchor: 'They mean the same but for details that do not matter.' },
    { value: 1, anchor: 'They mean the same altogether.' },
  ],
  degenerate: 0,
  threshold: 0.75,
  examples: [
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

import { NotImported } from '../importing/case.ts';
import {
  type Assertion,
  isRecord,
  type Mapped,
  type Rows,
  shareOf,
  textOf,
  textsOf,
} from './row.ts';

const LONGEST_CRITERION = 4_000;
const MOST_CRITERIA = 12;
const OWN_PROMPT = 'Assay uses its own prompt, and asks the judge for levels.';
const BY_CLAIMS = 'Assay judges claim by claim, with its own prompts.';
const BY_CATEGORY =
  'Assay scores the share of claims that agree, promptfoo one of five categories.';

/** What a model judges, or an embedding compares. */
export const JUDGE_ROWS: Rows = {
  'llm-rubric': { scorer: 'rubric', differs: OWN_PROMPT, map: llmRubric },
  'g-eval': { scorer: 'rubric', differs: OWN_PROMPT, map: gEval },
  'model-graded-closedqa': {
    ignoresNot: true,
    scorer: 'closed-qa',
    differs: OWN_PROMPT,
    map: (given) => ({
      settings: { scorer: 'closed-qa', params: { criteria: criterionOf(textOf(given)) } },
    }),
  },
  factuality: {
    ignoresNot: true,
    scorer: 'answer-correctness',
    differs: BY_CATEGORY,
    map: factuality,
  },
  'model-graded-factuality': {
    ignoresNot: true,
    scorer: 'answer-correctness',
    differs: BY_CATEGORY,
    map: factuality,
  },
  'answer-relevance': {
    ignoresNot: true,
    scorer: 'answer-relevance',
    differs: 'Assay asks a judge; promptfoo compares embeddings of generated questions.',
    asksQuery: true,
    map: (given) => ({ settings: { scorer: 'answer-relevance', ...shareOf(given, 0) } }),
  },
  'context-faithfulness': {
    ignoresNot: true,
    scorer: 'faithfulness',
    differs: BY_CLAIMS,
    asksQuery: true,
    readsContext: true,
    map: (given) => ({ settings: { scorer: 'faithfulness', ...shareOf(given, 0) } }),
  },
  'context-recall': {
    ignoresNot: true,
    scorer: 'context-recall',
    differs: BY_CLAIMS,
    asksQuery: true,
    readsContext: true,
    map: (given) => ({
      settings: { scorer: 'context-recall', ...shareOf(given, 0) },
      sample: { expected: textOf(given) },
    }),
  },
  'context-relevance': {
    ignoresNot: true,
    scorer: 'context-relevance',
    differs: 'Assay judges each context; promptfoo counts sentences.',
    asksQuery: true,
    readsContext: true,
    map: (given) => ({ settings: { scorer: 'context-relevance', ...shareOf(given, 0) } }),
  },
  similar: { scorer: 'embedding-similarity', differs: 'Another embedding model.', map: similar },
  'similar:cosine': {
    scorer: 'embedding-similarity',
    differs: 'Another embedding model.',
    map: similar,
  },
  moderation: {
    scorer: 'harmfulness',
    differs: 'Assay asks a judge about all kinds of harm; promptfoo uses OpenAI’s moderation.',
    map: () => ({ settings: { scorer: 'harmfulness' } }),
  },
  'trajectory:goal-success': {
    scorer: 'task-completion',
    differs: 'Assay reads the messages and tool calls of the sample; promptfoo reads a trace.',
    map: (given) => {
      const { value } = given;
      const goal = isRecord(value) ? value.goal : value;
      if (typeof goal !== 'string') throw new NotImported('trajectory:goal-success needs a goal.');
      return {
        settings: {
          scorer: 'task-completion',
          params: { task: criterionOf(goal) },
          ...shareOf(given),
        },
      };
    },
  },
};

function llmRubric(given: Assertion): Mapped {
  const { value } = given;
  if (value === undefined || value === null || value === '') {
    throw new NotImported('llm-rubric has no value; rubricPrompt alone is not imported.', 'rubric');
  }
  const criterion = typeof value === 'string' ? value : JSON.stringify(value);
  const params = { criterion: criterionOf(criterion) };
  return { settings: { scorer: 'rubric', params, ...shareOf(given) } };
}

function gEval(given: Assertion): Mapped {
  const criteria = [textsOf(given)].flat();
  if (criteria.length > MOST_CRITERIA) {
    throw new NotImported(
      `A rubric can have at most ${MOST_CRITERIA} criteria.`,
      'several rubrics',
    );
  }
  const [only = '', ...others] = criteria;
  const criterion =
    others.length === 0
      ? criterionOf(only)
      : criteria.map((each, i) => ({ name: `criterion ${i + 1}`, criterion: criterionOf(each) }));
  return { settings: { scorer: 'rubric', params: { criterion }, ...shareOf(given, 0.7) } };
}

function factuality(given: Assertion): Mapped {
  return {
    settings: { scorer: 'answer-correctness', ...shareOf(given) },
    sample: { expected: textOf(given) },
  };
}

function similar(given: Assertion): Mapped {
  return {
    settings: { scorer: 'embedding-similarity', ...shareOf(given, 0.75) },
    sample: { expected: textsOf(given) },
  };
}

function criterionOf(text: string): string {
  if (text.trim() !== '' && text.length <= LONGEST_CRITERION) return text;
  throw new NotImported(`A criterion must have 1 to ${LONGEST_CRITERION} characters.`);
}

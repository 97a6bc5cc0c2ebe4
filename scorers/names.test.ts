import type { JsonObject, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { describeScorers } from './catalogue.ts';
import { findScorer, unknownName } from './find.ts';
import { NAMES_OF_TOOLS } from './names-of-tools.ts';
import { NAMES_WITHOUT_SCORER } from './names-without-scorer.ts';
import { resolveScorers } from './resolve.ts';
import { runScorers } from './run.ts';
import { readSample } from './sample.ts';

describe.each(NAMES_OF_TOOLS)('of $tool', ({ names }) => {
  test.each(names)('%s is a scorer, or is told what there is instead', (name) => {
    const without = NAMES_WITHOUT_SCORER.some((entry) => entry.names.includes(name));
    expect(findScorer(name) === undefined, name).toBe(without);
    if (without) expect(unknownName(name)).toContain('which is ');
  });
});

test('every name without a scorer has none, in any spelling', () => {
  for (const { names } of NAMES_WITHOUT_SCORER) {
    for (const name of names) expect(findScorer(name), name).toBeUndefined();
  }
});

test('every alias leads to its scorer, with parameters that the scorer takes', () => {
  for (const { id, aliases, params } of describeScorers()) {
    const known = Object.keys(params.properties ?? {});
    for (const { name: alias, params: given } of aliases) {
      expect(findScorer(alias), alias).toMatchObject({ scorer: { id }, params: given });
      for (const name of Object.keys(given)) expect(known, alias).toContain(name);
    }
  }
});

async function scoreOf(name: string, sample: Sample, params: JsonObject = {}) {
  const resolved = resolveScorers([{ scorer: name, params }]);
  const [score] = await runScorers(resolved, readSample(sample), {
    nowMs: () => 0,
    deadlineAtMs: 60_000,
    requiredByDefault: true,
  });
  return score?.value;
}

const calls = (...names: string[]) => names.map((name) => ({ name, arguments: {} }));

describe('a name behaves as its source documents', () => {
  const text = (output: string, expected?: Sample['expected']): Sample =>
    expected === undefined ? { output } : { output, expected };

  test.each<[name: string, source: string, sample: Sample, params: JsonObject, value: number]>([
    ['equals', 'promptfoo', text('Paris', 'Paris'), {}, 1],
    ['string-check', 'OpenAI graders, eq', text('paris', 'Paris'), {}, 0],
    ['icontains', 'promptfoo: minds no case', text('HELLO', undefined), { values: ['hello'] }, 1],
    ['contains', 'promptfoo: minds case', text('HELLO'), { values: ['hello'] }, 0],
    ['contains-any', 'promptfoo', text('a'), { values: ['a', 'b'] }, 1],
    ['icontains-any', 'promptfoo', text('A'), { values: ['a', 'b'] }, 1],
    ['icontains-all', 'promptfoo', text('A b'), { values: ['a', 'B'] }, 1],
    ['StringPresence', 'Ragas: the reference in the response', text('in Paris', 'Paris'), {}, 1],
    [
      'includes',
      'Mastra checks: ignoreCase is true',
      text('It is Sunny'),
      { values: ['sunny'] },
      1,
    ],
    ['excludes', 'Mastra checks: ignoreCase is true', text('An Error'), { values: ['error'] }, 0],
    ['ban-substrings', 'LLM Guard', text('nothing'), { values: ['bad'] }, 1],
    ['PatternMatchMetric', 'DeepEval: the whole text', text('ab12'), { pattern: '[0-9]+' }, 0],
    ['matches', 'Mastra checks: anywhere', text('ab12'), { pattern: '[0-9]+' }, 1],
    ['word-count', 'promptfoo', text('one two three'), { min: 3, max: 3 }, 1],
    ['NonLLMStringSimilarity', 'Ragas', text('kitten', 'sitting'), {}, 1 - 3 / 7],
    ['levenshtein_distance', 'openevals', text('kitten', 'sitting'), {}, 1 - 3 / 7],
    ['jaro', 'Ragas', text('MARTHA', 'MARHTA'), {}, 17 / 18],
    ['RougeScore', 'Ragas: rougeL, F measure', text('a b c d', 'a c d e'), {}, 0.75],
    ['ValidJSON', 'autoevals: a number is none', text('1'), {}, 0],
    ['is-json', 'promptfoo: any value', text('1'), {}, 1],
    ['contains-json', 'promptfoo', text('so: {"a":1}.'), {}, 1],
    ['contains-xml', 'promptfoo', text('so: <a>1</a>.'), {}, 1],
    ['is-sql', 'promptfoo', text('SELECT 1'), {}, 1],
    [
      'IDBasedContextRecall',
      'Ragas',
      { contexts: [{ id: 'a', text: '' }], referenceContexts: [{ id: 'a' }, { id: 'b' }] },
      {},
      0.5,
    ],
    [
      'ToolCorrectnessMetric',
      'DeepEval: names alone, what was expected and called',
      { toolCalls: calls('a', 'x'), expectedToolCalls: calls('a', 'b') },
      {},
      0.5,
    ],
    ['calledTool', 'Mastra checks', { toolCalls: calls('a') }, { tools: ['a'] }, 1],
    ['usedNoTools', 'Mastra checks', { toolCalls: [], output: '' }, {}, 1],
    ['maxToolCalls', 'Mastra checks', { toolCalls: calls('a', 'b', 'c') }, { max: 3 }, 1],
    [
      'trajectory_superset',
      'agentevals',
      {
        messages: [{ role: 'assistant', toolCalls: calls('a', 'b') }],
        expectedToolCalls: calls('a'),
      },
      {},
      1,
    ],
  ])('%s (%s)', async (name, _source, sample, params, value) => {
    expect(await scoreOf(name, sample, params)).toBeCloseTo(value, 6);
  });
});

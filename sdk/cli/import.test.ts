import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { anyAssertions } from '../testing/promptfoo/any-assertions.ts';
import type { ImportReport } from './importing/text.ts';
import { readSuite } from './suite-file.ts';

const CONFIG = 'evals/promptfooconfig.yaml';

/** Imports a configuration and tells what was written. */
async function importing(
  config: string | object,
  files: Record<string, string> = {},
  ...options: string[]
) {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const machine = fakeSystem({ files: { [CONFIG]: text, ...files } });
  const argv = ['import', 'promptfoo', CONFIG, '--json', ...options];
  const { code, stdout, stderr } = await machine.assay(...argv);
  if (stdout === '')
    return { code, stderr, suites: [], samples: [], inputs: [], report: undefined };
  const report: ImportReport = JSON.parse(stdout);
  const linesOf = (file: { file: string } | undefined) =>
    (file ? (machine.files.get(file.file) ?? '') : '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return {
    code,
    stderr,
    report,
    suites: report.suites.map(
      ({ suite }) => readSuite(machine.files.get(suite) ?? '', suite).suite,
    ),
    samples: report.suites.flatMap(({ samples }) => linesOf(samples)),
    inputs: report.suites.flatMap(({ inputs }) => linesOf(inputs)),
  };
}

const echo = { prompts: ['{{text}}'], providers: ['echo'] };

test('tests that differ in the texts they look for share a suite, and the samples hold the texts', async () => {
  const { suites, samples } = await importing({
    ...echo,
    tests: [
      { vars: { text: 'a' }, assert: [{ type: 'contains', value: 'x' }, { type: 'is-json' }] },
      { vars: { text: 'b' }, assert: [{ type: 'contains', value: 'y' }, { type: 'is-json' }] },
      { vars: { text: 'c' }, assert: [{ type: 'equals', value: 'c' }] },
      { vars: { text: 'd' }, assert: [{ type: 'equals', value: 7 }] },
    ],
  });
  expect(suites.map(({ name, scorers }) => [name, scorers])).toEqual([
    [
      'evals',
      [
        { scorer: 'contains', as: 'contains' },
        { scorer: 'json-valid', as: 'is-json' },
      ],
    ],
    ['evals-2', [{ scorer: 'exact-match', as: 'equals', params: { unicode: 'none' } }]],
  ]);
  expect(samples.map(({ output, expected }) => [output, expected])).toEqual([
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'c'],
    ['d', '7'],
  ]);
});

test('a threshold of a test weighs its assertions, each counted as promptfoo counts it', async () => {
  const { suites } = await importing({
    ...echo,
    tests: [
      {
        vars: { text: 'a' },
        threshold: 0.5,
        assert: [
          { type: 'contains-all', value: ['a', 'b'], weight: 3, metric: 'words' },
          { type: 'not-equals', value: 'b' },
        ],
      },
    ],
  });
  expect(suites[0]?.policy).toEqual({ rule: 'weighted-mean', threshold: 0.5 });
  expect(suites[0]?.scorers[0]).toEqual({
    scorer: 'all',
    as: 'words',
    weight: 3,
    params: { scorers: [{ scorer: 'contains-all', params: { values: ['a', 'b'] } }] },
  });
  expect(suites[0]?.scorers[1]).toMatchObject({ as: 'not-equals', negate: true });
});

test('an assertion without weight is measured and decides nothing, in a set too', async () => {
  const { suites } = await importing({
    ...echo,
    tests: [
      {
        vars: { text: 'a' },
        assert: [
          {
            type: 'assert-set',
            assert: [{ type: 'is-json' }, { type: 'is-xml', weight: 0 }],
          },
        ],
      },
    ],
  });
  expect(suites[0]?.scorers).toEqual([
    {
      scorer: 'all',
      as: 'assert-set',
      params: { scorers: [{ scorer: 'json-valid', as: 'is-json' }] },
    },
    { scorer: 'xml', as: 'is-xml', weight: 0, required: false },
  ]);
});

test('variables, lists of them, scenarios and the default test come to one sample each', async () => {
  const { samples } = await importing({
    prompts: ['{{greeting}} {{name}}', '[{"role":"user","content":"{{name}}"}]'],
    providers: 'echo',
    defaultTest: { vars: { greeting: 'Hi' }, assert: [{ type: 'contains', value: '{{name}}' }] },
    tests: [{ vars: { name: ['Ada', 'Bo "B"'] } }],
    scenarios: [{ config: [{ vars: { name: 'Cy' } }], tests: [{ vars: { greeting: 'Yo' } }] }],
  });
  expect(samples.map(({ id, input, messages }) => [id, input ?? messages[0].content])).toEqual([
    ['test-1-vars-1-prompt-1', 'Hi Ada'],
    ['test-1-vars-1-prompt-2', 'Ada'],
    ['test-1-vars-2-prompt-1', 'Hi Bo "B"'],
    ['test-1-vars-2-prompt-2', 'Bo "B"'],
    ['test-2-prompt-1', 'Yo Cy'],
    ['test-2-prompt-2', 'Cy'],
  ]);
});

test('rows of CSV become tests, with thresholds, metadata and several assertions', async () => {
  const csv = `text,__expected,__expected2,__description,__metadata:tags[],__config:__expected2:threshold
"say ""hi""",contains: hi,levenshtein(9):say,greeting,"a,b\\,c",3
plain,,,,,`;
  const { report, suites, samples } = await importing(
    { ...echo, tests: 'file://rows.csv' },
    { 'evals/rows.csv': csv },
  );
  expect(samples).toMatchObject([
    {
      output: 'say "hi"',
      expected: 'say',
      metadata: { tags: ['a', 'b,c'], promptfoo: { test: 'rows.csv[0]', description: 'greeting' } },
    },
  ]);
  expect(suites[0]?.scorers[1]).toMatchObject({ params: { maxEdits: 3 } });
  expect(report?.remarks).toMatchObject([{ kind: 'left-out', place: 'rows.csv[1]', what: 'test' }]);
});

test('what has no counterpart is listed with its place, its reason and what is near', async () => {
  const tests = [
    {
      vars: { text: 'a' },
      assert: [
        { type: 'equals', value: 'a' },
        { type: 'javascript', value: 'output.length' },
        { type: 'contains', value: '{{text | upper}}' },
        { type: 'contains', value: '{{env.SECRET}}' },
        { type: 'equals', value: 'file://../secret.txt' },
        { type: 'equals', value: 'file:///etc/passwd' },
        { type: 'equals', value: 'file://answer.js' },
        { type: 'similar:dot', value: 'a' },
        { type: 'contains', value: 'a', transform: 'output.slice(1)' },
      ],
    },
  ];
  const { code, report, suites } = await importing({ ...echo, tests });
  expect(code).toBe(0);
  expect(suites[0]?.scorers).toHaveLength(2);
  expect(report?.assertions).toEqual({ found: 9, imported: 2 });
  const leftOut = report?.remarks.map(({ kind, place }) => `${kind} ${place}`);
  expect(leftOut?.sort()).toEqual(
    [2, 3, 4, 5, 6, 7, 8].map((i) => `left-out tests[0].assert[${i}]`),
  );
  expect(report?.remarks).toContainEqual(
    expect.objectContaining({ what: 'similar:dot', instead: 'embedding-similarity' }),
  );
  const strict = await importing({ ...echo, tests }, {}, '--strict');
  expect(strict.code).toBe(1);
});

test('outputs of a run are matched to their tests, with model, time and cost', async () => {
  const run = {
    results: {
      results: [
        {
          testIdx: 1,
          promptIdx: 0,
          vars: { text: 'b' },
          prompt: { raw: 'Say b' },
          provider: { id: 'openai:gpt-5' },
          response: { output: 'B', finishReason: 'stop', tokenUsage: { prompt: 3, completion: 1 } },
          latencyMs: 80,
          cost: 0.01,
        },
        { testIdx: 0, vars: { text: 'a' }, response: { error: 'overloaded' } },
        { testIdx: 2, vars: { text: 'gone' }, response: { output: 'x' } },
      ],
    },
  };
  const { report, samples } = await importing(
    {
      prompts: ['Say {{text}}'],
      defaultTest: { assert: [{ type: 'latency', threshold: 100 }] },
      tests: [{ vars: { text: 'a' } }, { vars: { text: 'b' } }],
    },
    { 'run.json': JSON.stringify(run) },
    '--outputs',
    'run.json',
  );
  expect(samples).toMatchObject([
    {
      id: 'test-2',
      input: 'Say b',
      output: 'B',
      generator: 'openai:gpt-5',
      generation: {
        latencyMs: 80,
        costUsd: 0.01,
        finishReason: 'stop',
        usage: { inputTokens: 3, outputTokens: 1 },
      },
    },
  ]);
  expect(report?.remarks.map(({ place, why }) => `${place}: ${why}`)).toEqual([
    'results[1]: overloaded',
    'tests[0]: The run has no output for it.',
    'results[2]: evals/promptfooconfig.yaml has no test with these variables.',
  ]);
});

const ran = (...rows: object[]) => ({
  'run.json': JSON.stringify({ results: { results: rows } }),
});
const FROM_RUN = ['--outputs', 'run.json'];

test('outputs of a filtered run go to the test that they are of', async () => {
  const contains = (value: string) => [{ type: 'contains', value }];
  const vars = { topic: 'bananas' };
  const { samples, report } = await importing(
    {
      prompts: ['Write about {{topic}}'],
      tests: [
        { description: 'mentions fruit', vars, assert: contains('fruit') },
        { description: 'stays polite', vars, assert: contains('please') },
        { vars, assert: contains('nothing') },
        { vars, assert: contains('thanks') },
      ],
    },
    ran(
      {
        testIdx: 0,
        vars,
        testCase: { description: 'stays polite', vars, assert: contains('please') },
        response: { output: 'Yes please.' },
      },
      {
        testIdx: 1,
        vars,
        testCase: { vars, assert: contains('thanks') },
        response: { output: 'T' },
      },
    ),
    ...FROM_RUN,
  );
  expect(samples).toMatchObject([
    { output: 'Yes please.', metadata: { promptfoo: { test: 'tests[1]' } } },
    { output: 'T', metadata: { promptfoo: { test: 'tests[3]' } } },
  ]);
  expect(report?.remarks.map(({ place }) => place)).toEqual(['tests[0]', 'tests[2]']);
});

test('outputs are found by files, JSON and secrets among the variables', async () => {
  const assert = [{ type: 'is-json' }];
  const { samples } = await importing(
    {
      prompts: ['{{doc}}'],
      tests: [
        { vars: { doc: 'file://policy.txt' }, assert },
        { vars: { doc: { a: [1] } }, assert },
        { vars: { doc: 'x', key: 'sk-1' }, assert },
      ],
    },
    {
      'evals/policy.txt': 'Returns within 14 days.\n',
      ...ran(
        { testIdx: 0, vars: { doc: 'file://policy.txt' }, response: { output: 'P' } },
        { testIdx: 1, vars: { doc: '{ "a": [1] }' }, response: { output: 'J' } },
        { testIdx: 2, vars: { doc: 'x', key: '[REDACTED]' }, response: { output: 'S' } },
      ),
    },
    ...FROM_RUN,
  );
  expect(samples.map(({ output }) => output)).toEqual(['P', 'J', 'S']);
});

test('each run of a test is a sample, also where the configuration knows of no repeats', async () => {
  const rows = ['A1', 'B1', 'A2', 'B2'].map((output, testIdx) => ({
    ...{ testIdx, vars: { text: output[0]?.toLowerCase() }, response: { output } },
  }));
  const { samples, report } = await importing(
    {
      prompts: ['{{text}}'],
      tests: ['a', 'b'].map((text) => ({ vars: { text }, assert: [{ type: 'is-json' }] })),
    },
    ran(...rows),
    ...FROM_RUN,
  );
  expect(samples.map(({ id, output }) => [id, output])).toEqual([
    ['test-1-repeat-1', 'A1'],
    ['test-1-repeat-2', 'A2'],
    ['test-2-repeat-1', 'B1'],
    ['test-2-repeat-2', 'B2'],
  ]);
  expect(report?.remarks).toEqual([]);
});

test('a default test in code is omitted by name, and no stack is shown', async () => {
  const assert = [{ type: 'contains', value: 'a' }];
  const { code, report, stderr } = await importing({
    ...echo,
    defaultTest: 'file://defaults.js',
    tests: [{ vars: { text: 'a' }, assert }],
  });
  expect([code, stderr]).toEqual([0, '']);
  expect(report?.remarks).toEqual([
    expect.objectContaining({ kind: 'left-out', place: 'defaultTest', what: 'file://defaults.js' }),
  ]);
});

test('tools of other makers become tools that the API takes, and what declares no function is omitted', async () => {
  const properties = { n: { type: 'NUMBER' } };
  const { samples, report } = await importing({
    prompts: ['Book for {{n}}'],
    providers: [
      {
        id: 'vertex:x',
        config: {
          tools: [
            {
              functionDeclarations: [{ name: 'book', parameters: { type: 'OBJECT', properties } }],
            },
            { name: 'find', input_schema: { type: 'object' } },
            { googleSearch: {} },
          ],
        },
      },
    ],
    tests: [
      {
        vars: { n: 2 },
        providerOutput: '[{"functionCall":{"name":"book","args":{"n":2}}}]',
        assert: [{ type: 'is-valid-function-call' }],
      },
    ],
  });
  expect(samples).toMatchObject([
    {
      tools: [
        { name: 'book', parameters: { type: 'object', properties: { n: { type: 'number' } } } },
        { name: 'find', parameters: { type: 'object' } },
      ],
      toolCalls: [{ name: 'book', arguments: { n: 2 } }],
    },
  ]);
  expect(report?.remarks).toContainEqual(
    expect.objectContaining({ place: 'providers[0].config.tools[2]', kind: 'left-out' }),
  );
});

test.each(['hasOwnProperty', 'constructor', 'toString', '__proto__'])(
  'a method that is none of the known ones is run as code: %s',
  async (name) => {
    const assert = [{ type: 'javascript', value: `output.${name}('x')` }];
    const { suites } = await importing({ ...echo, tests: [{ vars: { text: 'a' }, assert }] });
    expect(suites[0]?.scorers).toMatchObject([{ scorer: 'javascript' }]);
  },
);

test('without outputs the samples are inputs, and the next steps are printed', async () => {
  const machine = fakeSystem({
    files: {
      [CONFIG]: 'prompts: ["Q: {{q}}"]\ntests: [{vars: {q: why}, assert: [{type: is-json}]}]',
    },
  });
  const { stdout } = await machine.assay('import', 'promptfoo', CONFIG, '--out', 'out');
  expect(stdout).toContain('1 of 1 assertion imported into out.');
  expect(stdout).toContain('Add an "output" to each line of out/inputs/evals.jsonl');
  expect(machine.files.get('out/inputs/evals.jsonl')).toContain('"input":"Q: why"');
  expect(stdout).toContain('Store the suites: assay suites push out/suites');
  expect(machine.files.has('out/samples/evals.jsonl')).toBe(false);
});

test('what a sample must have beside its output is told', async () => {
  const assert = [
    { type: 'assert-set', assert: [{ type: 'latency', threshold: 100 }] },
    { type: 'cost', threshold: 1 },
  ];
  const tests = [
    { vars: { text: 'a' }, assert },
    { vars: { text: 'b' }, assert },
  ];
  const { report } = await importing({ prompts: ['{{text}}'], tests });
  expect(report?.remarks).toEqual([
    {
      kind: 'note',
      place: 'tests[0]',
      what: 'latency',
      why: 'It needs `generation.latencyMs` in the sample, in addition to the output.',
      more: 1,
    },
    {
      kind: 'note',
      place: 'tests[0]',
      what: 'cost',
      why: 'It needs `generation.costUsd` in the sample, in addition to the output.',
      more: 1,
    },
  ]);
});

test('what an earlier import left is told, so that it is not pushed', async () => {
  const files = {
    [CONFIG]: 'prompts: [a]\ntests: [{assert: [{type: is-json}]}]',
    'out/suites/evals-7.yaml': 'name: evals-7',
  };
  const machine = fakeSystem({ files });
  const { stdout } = await machine.assay('import', 'promptfoo', CONFIG, '--out', 'out');
  expect(stdout).toContain('Remove them before you push:\n  out/suites/evals-7.yaml');
});

test('the order of assertions does not decide what is imported', async () => {
  const equal = { type: 'not-equals', value: 'x' };
  const close = { type: 'rouge-n', value: 'a b' };
  for (const assert of [
    [equal, close],
    [close, equal],
  ]) {
    const { report, suites } = await importing({
      ...echo,
      tests: [{ vars: { text: 'a' }, assert }],
    });
    expect(report?.assertions).toEqual({ found: 2, imported: 2 });
    const names = suites[0]?.scorers.map((each) => (each as { as: string }).as);
    expect(names).toEqual(assert.map(({ type }) => type));
  }
});

test('a link out of the folder is not followed', async () => {
  const config = { prompts: ['file://secret.txt'], tests: [{ vars: { a: 'file://secret.txt' } }] };
  const machine = fakeSystem({
    files: { [CONFIG]: JSON.stringify(config), 'evals/secret.txt': 'secret' },
    links: { 'evals/secret.txt': '/etc/secret.txt' },
  });
  const { stdout } = await machine.assay('import', 'promptfoo', CONFIG, '--out', 'out');
  expect(stdout).toContain('outside the folder');
  const written = [...machine.files].filter(([path]) => path.startsWith('out/'));
  expect(JSON.stringify(written)).not.toContain('"secret"');
});

test('what a run would have done more than once, or with some prompts only, is told', async () => {
  const { report } = await importing({
    prompts: ['{{text}}'],
    providers: [{ id: 'echo', prompts: ['first'] }],
    tests: [{ vars: { text: 'a' }, assert: [{ type: 'is-json' }], options: { repeat: 3 } }],
  });
  expect(report?.remarks.map(({ place, what }) => `${place} ${what}`)).toEqual([
    'providers[0] prompts',
    'tests[0] options.repeat',
  ]);
});

test('a file that cannot be read is an error that names it and the line', async () => {
  const broken = await importing('prompts: [a]\ntests:\n  - vars: {a: 1\n');
  expect(broken.code).toBe(2);
  expect(broken.stderr).toMatch(/evals\/promptfooconfig\.yaml, line [34]/);
  const lines = await importing(
    { ...echo, tests: 'file://t.jsonl' },
    { 'evals/t.jsonl': '{"vars":{}}\n{' },
  );
  expect(lines.code).toBe(2);
  expect(lines.stderr).toContain('t.jsonl, line 2');
  const missing = await importing({ ...echo, tests: 'file://none.csv' });
  expect(missing.stderr).toContain('evals/none.csv');
  const bomb = `a: &a [x, x, x, x, x, x, x, x]\n${'bcdefgh'
    .split('')
    .map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i]}, `.repeat(8)}]\n`)
    .join('')}tests: *h`;
  expect((await importing(bomb)).code).toBe(2);
  expect(
    (await importing({ ...echo, tests: [{ vars: { a: Array(99_999).fill('x') } }] })).code,
  ).toBe(2);
});

test('an unknown format is told with those there are', async () => {
  const { code, stderr } = await fakeSystem().assay('import', 'sheets', 'x.yaml');
  expect(code).toBe(2);
  expect(stderr).toContain('promptfoo');
});

/** Scores that stand for an assertion: they have its name. */
function named(scorers: readonly unknown[]): string[] {
  return scorers.flatMap((scorer): string[] => {
    if (typeof scorer !== 'object' || scorer === null) return [];
    const { as, params } = scorer as { as?: string; params?: { scorers?: unknown[] } };
    return [...(as === undefined ? [] : [as]), ...named(params?.scorers ?? [])];
  });
}

test('every assertion is imported under a name of its own, or listed', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyAssertions,
      fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      async (assert, threshold) => {
        const { code, stderr, report, suites } = await importing({
          ...echo,
          tests: [{ vars: { text: 'a' }, assert, threshold }],
        });
        if (!report) {
          expect(`${code} ${stderr}`).toMatch(/^2 .*(the value of|cannot be read)/s);
          return;
        }
        const isSet = (place: string) => {
          const i = Number(/^tests\[0\]\.assert\[(\d+)\]$/.exec(place)?.[1] ?? -1);
          return 'assert' in (assert[i] ?? {});
        };
        const found = assert.flatMap((each) => ('assert' in each ? each.assert : [each])).length;
        const listed = report.remarks.filter(
          ({ kind, place }) =>
            kind === 'left-out' && /\.assert\[\d+\]$/.test(place) && !isSet(place),
        );
        const places = new Set(listed.map(({ place }) => place));
        expect(report.assertions).toEqual({ found, imported: found - places.size });
        const names = named(suites.flatMap(({ scorers }) => scorers));
        expect(new Set(names).size).toBe(names.length);
        const sets = names.filter((name) => name.startsWith('assert-set')).length;
        expect(names.length - sets).toBe(report.assertions.imported);
      },
    ),
    { numRuns: 300 },
  );
});

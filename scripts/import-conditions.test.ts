import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whenLoaded } from '../scorers/load.ts';
import { resolveScorers } from '../scorers/resolve.ts';
import { runScorers } from '../scorers/run.ts';
import { readSample } from '../scorers/sample.ts';
import { NotImported } from '../sdk/cli/importing/case.ts';
import { suitesOf } from '../sdk/cli/importing/suites.ts';
import { readCondition } from '../sdk/cli/promptfoo/condition.ts';
import { importPromptfoo } from '../sdk/cli/promptfoo/importer.ts';
import { fakeSystem } from '../sdk/testing/fake-system.ts';

/**
 * Whether an output passes an assertion of code as it is imported; undefined where it is omitted.
 */
async function passes(type: string, code: string, output: string): Promise<boolean | undefined> {
  const tests = [{ vars: {}, providerOutput: output, assert: [{ type, value: code }] }];
  const config = { prompts: ['a'], providers: ['echo'], tests };
  const { system } = fakeSystem({ files: { 'p.yaml': JSON.stringify(config) } });
  const { cases } = await importPromptfoo('p.yaml', {}, system);
  const [suite] = suitesOf(cases, { name: 'any', description: '' });
  if (!suite) return undefined;
  const [score] = await runScorers(
    await whenLoaded(() => resolveScorers(suite.suite.scorers)),
    readSample({ ...suite.samples[0], output }),
    { nowMs: () => 0, deadlineAtMs: 1, requiredByDefault: true },
  );
  return score?.passed ?? undefined;
}

const texts = fc.string({
  unit: fc.constantFrom('a', 'B', 'é', '.', ' ', '\n', '"', '\\', 'x'),
  maxLength: 4,
});
const quoted = fc
  .tuple(texts, fc.boolean())
  .map(([text, isSingle]) =>
    isSingle ? `'${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}'` : JSON.stringify(text),
  );
const subject = fc.constantFrom(
  'output',
  'output.trim()',
  'output.toLowerCase()',
  'output.trim().toLowerCase()',
);
const operator = fc.constantFrom('<', '<=', '>', '>=', '==', '===', '!=', '!==');
const leaf = fc.oneof(
  fc
    .tuple(subject, fc.constantFrom('includes', 'startsWith', 'endsWith'), quoted)
    .map(([on, call, text]) => `${on}.${call}(${text})`),
  fc.tuple(operator, fc.nat(6)).map(([compared, count]) => `output.length ${compared} ${count}`),
  fc.tuple(operator, fc.nat(6)).map(([compared, count]) => `${count} ${compared} output.length`),
  fc
    .tuple(subject, fc.constantFrom('===', '!=='), quoted)
    .map(([on, compared, text]) => `${on} ${compared} ${text}`),
  fc.tuple(quoted, subject).map(([text, on]) => `${text} == ${on}`),
  fc
    .tuple(fc.constantFrom('^a', 'B.?x', '[^a]$', '(?:a|x)+', '\\s'), fc.constantFrom('', 'i'))
    .map(([pattern, flag]) => `/${pattern}/${flag}.test(output)`),
);
const { code } = fc.letrec<{ code: string }>((tie) => ({
  code: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(tie('code'), fc.constantFrom('&&', '||'), tie('code')).map((parts) => parts.join(' ')),
    tie('code').map((inner) => `(${inner})`),
    tie('code').map((inner) => `!${inner}`),
  ),
}));

test('a condition in JavaScript passes the outputs that it is true of', async () => {
  let imported = 0;
  await fc.assert(
    fc.asyncProperty(code, texts, async (source, output) => {
      const found = await passes('javascript', source, output);
      if (found === undefined) return;
      imported += 1;
      // Made of the pieces above, and of nothing else.
      const isTrue: unknown = new Function('output', `return ${source}`)(output);
      expect({ source, output, found }).toEqual({ source, output, found: isTrue });
    }),
    { numRuns: 1_000 },
  );
  expect(imported).toBeGreaterThan(100);
});

test.each([
  ["'refund' in output and len(output) < 20", 'A refund.', true],
  ["'refund' in output and len(output) < 20", 'A refund, in a while, maybe.', false],
  ["'Refund' not in output", 'A refund.', true],
  ["not 'refund' in output.lower() or output == ''", 'REFUND', false],
  ["not not output.startswith('A')", 'A refund.', true],
  ['10 >= len(output)', 'A refund, please.', false],
  ["'a' == output", 'a', true],
  ['(output != \'a\' and output.endswith("b"))', 'ab', true],
])('the Python %s of %j is %j', async (source, output, expected) => {
  expect(await passes('python', source, output)).toBe(expected);
});

test.each([
  ['javascript', 'JSON.parse(output).a === 1'],
  ['javascript', 'output.length < 5 ? 1 : 0'],
  ['javascript', '1 < output.length < 5'],
  ['javascript', "!output === 'a'"],
  ['javascript', "!'a' == output.trim()"],
  ['javascript', "output.includes('a', 3)"],
  ['javascript', "output.includes('a') === true"],
  ['javascript', "output.replace('a', 'b').includes('a')"],
  ['javascript', '/a/g.test(output)'],
  ['javascript', 'output.length < 05'],
  ['javascript', 'output.length < 1e3'],
  ['javascript', 'output.length'],
  ['javascript', 'const a = output;\nreturn a.length < 5'],
  ['javascript', "output.includes('a\\x62')"],
  ['javascript', `${'('.repeat(1_000)}output == 'a'${')'.repeat(1_000)}`],
  ['javascript', ''],
  ['python', "'a' in output == True"],
  ['python', '1 < len(output) < 5'],
  ['python', "output.startswith(('a', 'b'))"],
  ['python', "output.strip() == 'a'"],
  ['python', "output === 'a'"],
  ['python', "f'a' in output"],
  ['python', "'a' 'b' in output"],
  ['python', "'\\d' in output"],
  ['python', 'import os\nos.system("true")'],
] as const)('other %s is not read: %s', (language, source) => {
  expect(() => readCondition(source, language)).toThrow(NotImported);
});

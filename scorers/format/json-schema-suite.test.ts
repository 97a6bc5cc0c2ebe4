import type { JsonValue } from '@assay/schema/types.ts';
import { describe, expect, inject, test } from 'vitest';
import { compileSchema, type Draft } from './json-schema-validator.ts';

// The required tests of the JSON Schema Test Suite, and how many of them must pass.
const LEAST: Record<Draft, number> = { '2020-12': 1299, '2019-09': 1259, '7': 927 };

interface Suite {
  files: Record<string, Group[]>;
  remotes: Record<string, JsonValue>;
  remotes_base: string;
}

interface Group {
  description: string;
  schema: JsonValue;
  tests: { description: string; data: JsonValue; valid: boolean }[];
}

for (const draft of ['2020-12', '2019-09', '7'] as const) {
  const text = inject('jsonSchemaSuites')[draft];
  if (text === null) {
    test.skip(`the suite of draft ${draft} is not beside the checkout`, () => {});
    continue;
  }
  const suite: Suite = JSON.parse(text);

  describe(`JSON Schema Test Suite, draft ${draft}`, () => {
    test(`passes at least ${LEAST[draft]} tests`, () => {
      const failures = run(suite, draft);
      const total = Object.values(suite.files)
        .flat()
        .reduce((sum, group) => sum + group.tests.length, 0);
      const passed = total - failures.length;
      console.log(`draft ${draft}: ${passed} of ${total} tests of the suite pass`);
      expect(passed, failures.join('\n')).toBeGreaterThanOrEqual(LEAST[draft]);
    });
  });
}

function run({ files, remotes, remotes_base }: Suite, draft: Draft): string[] {
  const documents = Object.fromEntries(
    Object.entries(remotes).map(([path, schema]) => [`${remotes_base}${path}`, schema]),
  );
  return Object.entries(files).flatMap(([file, groups]) =>
    groups.flatMap(({ description, schema, tests }) => {
      const check = attempt(() => compileSchema(schema, { draft, documents }));
      return tests.flatMap((one) => {
        const found = check instanceof Error ? check.message : attempt(() => check(one.data).valid);
        return found === one.valid ? [] : [`${file}: ${description}: ${one.description}: ${found}`];
      });
    }),
  );
}

function attempt<Value>(action: () => Value): Value | Error {
  try {
    return action();
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

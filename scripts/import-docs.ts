import type { Row } from '../sdk/cli/promptfoo/row.ts';
import { ROWS } from '../sdk/cli/promptfoo/rows.ts';

/** The page about importing, its table from the rows that the importer goes by. */
export function renderImport(): string {
  const rows = Object.entries(ROWS);
  const same = rows.filter(([, row]) => row.scorer !== null && row.differs === undefined);
  const near = rows.filter(([, row]) => row.scorer !== null && row.differs !== undefined);
  const none = rows.filter(([, row]) => row.scorer === null);
  return `<!-- Made by \`npm run docs\` from sdk/cli/promptfoo. -->
# Import

\`assay import\` converts another tool's tests to suites and samples. It sends no requests, runs no code and reads
no file outside the configuration's folder.

\`\`\`sh
assay import promptfoo promptfooconfig.yaml
promptfoo eval -o results.json   # and with the outputs of a run:
assay import promptfoo promptfooconfig.yaml --outputs results.json
\`\`\`

| file | content |
| --- | --- |
| \`imported/suites/<name>.yaml\` | a suite |
| \`imported/samples/<name>.jsonl\` | its samples, ready for \`assay batch … --suite <name>\` |
| \`imported/inputs/<name>.jsonl\` | its samples without an output: add an \`output\` to each line |
| \`imported/report.json\` | everything that was not imported or differs, with its place and reason |

\`--out\` sets another folder, \`--name\` the name of the suites (default: the name of the file, or of its
folder). The exit code is 0; with \`--strict\` it is 1 if anything was not imported; it is 2 if a file
cannot be read, in which case the message names the line. Suites left over from an earlier import are
listed. [examples/import](../examples/import) has three configurations to try.

## How promptfoo's concepts are converted

- **Outputs** come from \`--outputs\`, a test's \`providerOutput\`, or the provider \`echo\`. With \`--outputs\`,
  every output of the run becomes a sample with its prompt, model, latency, cost, tokens and finish reason.
  A run is matched to the tests by order and variables.
- **Tests** become samples, one per prompt and combination of variables: inline or from CSV, JSON, JSON Lines
  and YAML files, with \`defaultTest\`, \`scenarios\`, \`$ref\` to \`assertionTemplates\`, and \`file://\`.
  \`metadata.promptfoo.test\` records the position of the test.
- **Templates** are filled in if they are plain names: \`{{name}}\`, \`{{name.part}}\`, \`{{list[0]}}\`. Filters, tags
  and \`{{env.…}}\` are not supported: an assertion with one is not imported, and a prompt with one gives a
  sample without input.
- **Suites**: a suite scores all samples of a batch, but an assertion belongs to one test. Tests whose
  assertions differ only in the text they look for share a suite, with the text in the sample's
  \`expected\`. Other tests, such as two tests with different rubrics, get separate suites. So each sample is
  scored only by the assertions of its test, including those of the default test. Judges also see
  \`expected\`, unlike those of promptfoo, which see only the rubric.
- **Pass or fail** works as in promptfoo: every assertion must pass; with a \`threshold\` on the test, the weighted
  mean must reach it (\`policy\`), and assertions that promptfoo counts as 1 or 0 are counted that way.
  \`assert-set\` becomes \`all\`, or \`weighted-mean\` with its threshold. \`weight: 0\` measures only. \`not-\` negates.
- **Code** is not run by the import. Single expressions in JavaScript or Python about the text and length of the
  output are converted: \`output.includes('refund') && output.length < 500\`, \`'refund' in output.lower()\`,
  \`/\\d+ days/.test(output)\`, with \`trim()\`, \`startsWith\`, \`endsWith\`, \`===\`, and, or, not and brackets.
  A property test compares the converted expressions with their evaluation in JavaScript.
- **Other JavaScript** becomes the scorer [\`javascript\`](javascript.md), which runs it in a sandbox: expressions,
  bodies with \`return\`, and functions that \`file://\` names in .js and .cjs files, with \`output\` and
  \`context.vars\` (\`metadata.vars\` of the sample). A boolean, a number (above 0, or from the \`threshold\` on) or
  \`{ pass, score, reason }\` passes and fails as in promptfoo. Code that throws is an error in Assay, and a failure in
  promptfoo. An output that is an object is a text here. Code that uses \`require\`, \`import\`, \`process\`, the network,
  timers or another part of \`context\` is not imported.
- **\`metric\`** becomes the name of the score; the default is the type of the assertion.
- A sample has one \`expected\`: if two assertions of a test compare with different texts (such as
  \`similar\` and \`context-recall\`), the second is not imported; \`equals\` becomes a pattern.
- Judges, embedding models and prompts are those of Assay ([judges](judges.md)); \`provider\` and \`rubricPrompt\`
  are not imported. If the provider returned no finish reason, cost or log probabilities, promptfoo fails the
  output; Assay returns an error instead of a score.

A test compares the import with the results of promptfoo 0.121.20 on the same outputs: each assertion
of \`sdk/testing/promptfoo/code-assertions.yaml\`, \`conditions.yaml\` and \`examples/import/support\` of the ${same.length} types that
are imported without differences, and each verdict over thresholds, weights and sets of
\`sdk/testing/promptfoo/weights.yaml\`, and the code of \`javascript.yaml\` and \`javascript-weights.yaml\` there. It skips \`latency\`, \`perplexity\` and \`finish-reason\`, which need a model
call. \`PROMPTFOO=<its program> npm run import:record\` records the results again.

## Imported without differences

| promptfoo | Assay |
| --- | --- |
${same.map(sameRow).join('\n')}

## Imported with differences

Imported with a different method or measure.

| promptfoo | Assay | what differs |
| --- | --- | --- |
${near.map(nearRow).join('\n')}

A \`transform\` becomes \`extract\` if it is a path into JSON (\`output.a.b\`, \`JSON.parse(output).a\`), followed by
\`trim()\`, \`toLowerCase()\`, \`toUpperCase()\`, \`split('\\n')[0]\` or \`split('\\n').pop()\`.
Single assertions of these types are not imported if they use a feature without a counterpart: other transforms
and \`contextTransform\` (code), look-around and back-references in patterns, or
values from code files. In patterns, \`.\` also matches a carriage return.

## Not imported

| promptfoo | why | use |
| --- | --- | --- |
${none.map(noneRow).join('\n')}

Red-team graders (\`promptfoo:redteam:…\`), \`assertScoringFunction\`, \`extensions\`, \`derivedMetrics\` and
\`nunjucksFilters\` are not imported either, nor are tests that are generated by code or stored on other servers;
a run's \`results.json\` contains their outputs, but without a test.

## Another format

An importer is a value with a name and a function that reads a file into cases: samples with their
scorers. \`sdk/cli/importers.ts\` lists all importers; suites, files and the report are generated for all of them.
`;
}

function sameRow([type, row]: [string, Row]): string {
  return `| \`${type}\` | ${row.scorer} |`;
}

function nearRow([type, row]: [string, Row]): string {
  const differs = row.scorer === null ? '' : (row.differs ?? '');
  return `| \`${type}\` | ${row.scorer} | ${differs} |`;
}

function noneRow([type, row]: [string, Row]): string {
  if (row.scorer !== null) return '';
  return `| \`${type}\` | ${row.why} | ${row.instead ?? ''} |`;
}

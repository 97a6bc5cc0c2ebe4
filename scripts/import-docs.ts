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

\`assay import\` makes suites and samples of another tool's tests. It asks no server, runs no code and reads
no file outside of the configuration's folder.

\`\`\`sh
assay import promptfoo promptfooconfig.yaml
promptfoo eval -o results.json   # and with the outputs of a run:
assay import promptfoo promptfooconfig.yaml --outputs results.json
\`\`\`

| written | what it is |
| --- | --- |
| \`imported/suites/<name>.yaml\` | a suite |
| \`imported/samples/<name>.jsonl\` | its samples, ready for \`assay batch … --suite <name>\` |
| \`imported/inputs/<name>.jsonl\` | its samples that have no output yet: put an \`output\` into each line |
| \`imported/report.json\` | all that was left out or is not the same, with its place and reason |

\`--out\` names another folder, \`--name\` the suites (the file's name otherwise, or its folder's). The exit
code is 0, with \`--strict\` 1 when anything was left out, and 2 for a file that cannot be read, which the
message names with the line. Suites that an earlier import left in the folder are listed. [examples/import](../examples/import) has three configurations to try.

## What becomes of promptfoo's

- **Outputs** come from \`--outputs\`, a test's \`providerOutput\`, or the provider \`echo\`. With \`--outputs\`
  every output of the run is a sample: its prompt, model, time, cost, tokens and finish reason too. A run is
  matched to the tests by their order and variables.
- **Tests** are samples, one a prompt and combination of variables: inline or from CSV, JSON, JSON Lines
  and YAML files, with \`defaultTest\`, \`scenarios\`, \`$ref\` to \`assertionTemplates\`, and \`file://\`.
  \`metadata.promptfoo.test\` says where a sample stood.
- **Templates** are filled in where they are names: \`{{name}}\`, \`{{name.part}}\`, \`{{list[0]}}\`. Filters, tags
  and \`{{env.…}}\` are not; an assertion with one is left out, a prompt with one gives a sample without input.
- **Suites**: a suite scores all samples of a batch alike, an assertion belongs to one test. Tests whose
  assertions differ in nothing but the text they look for share a suite, and the text goes into the sample's
  \`expected\`. Others, such as two tests with rubrics of their own, get suites of their own. This way each
  sample is scored by the assertions of its test, those of the default test included, and by no others.
  Judges are shown \`expected\`, where promptfoo's see the rubric alone.
- **Pass or fail** is promptfoo's: every assertion has to pass; with a \`threshold\` of the test the weighted
  mean has to reach it (\`policy\`), and what promptfoo counts as 1 or 0 is counted so. \`assert-set\` is
  \`all\`, or \`weighted-mean\` with its threshold. \`weight: 0\` is measured and decides nothing. \`not-\` negates.
- **Code** is not run. One line of JavaScript or Python that asks what stands in the output and how long it is
  is read: \`output.includes('refund') && output.length < 500\`, \`'refund' in output.lower()\`,
  \`/\\d+ days/.test(output)\`, with \`trim()\`, \`startsWith\`, \`endsWith\`, \`===\`, and, or, not and brackets.
  A property test compares what such lines come to with what JavaScript says.
- **\`metric\`** names the score, or else the type of the assertion does.
- A sample has one \`expected\`: of two assertions of one test that compare with different texts
  (\`similar\` with one and \`context-recall\` with another) the second is left out; \`equals\` becomes a pattern.
- Judges, embedding models and their prompts are Assay's ([judges](judges.md)); \`provider\` and \`rubricPrompt\`
  are not taken over. Where promptfoo fails an output because the provider gave no finish reason, cost or
  log probabilities, Assay has an error in place of a score.

A test holds this to what promptfoo 0.121.20 itself passed and failed on the same outputs: each assertion
of \`sdk/testing/promptfoo/code-assertions.yaml\`, \`conditions.yaml\` and \`examples/import/support\` of the ${same.length} types imported to
the letter, and each verdict over thresholds, weights and sets of \`sdk/testing/promptfoo/weights.yaml\`. It
leaves out \`latency\`, \`perplexity\` and \`finish-reason\`, for which no model was asked.
\`PROMPTFOO=<its program> npm run import:record\` records anew.

## Imported to the letter

| promptfoo | Assay |
| --- | --- |
${same.map(sameRow).join('\n')}

## Imported with differences

The same question, asked or measured in another way.

| promptfoo | Assay | what differs |
| --- | --- | --- |
${near.map(nearRow).join('\n')}

A \`transform\` becomes \`extract\` where it is a path into JSON (\`output.a.b\`, \`JSON.parse(output).a\`), followed by
\`trim()\`, \`toLowerCase()\`, \`toUpperCase()\`, \`split('\\n')[0]\` or \`split('\\n').pop()\`.
Assertions of the types above are left out one by one where they have what has no counterpart: other transforms
and \`contextTransform\` (code), look-around and back-references in patterns,
values from code files. In patterns \`.\` also matches a carriage return.

## Left out

| promptfoo | why | use |
| --- | --- | --- |
${none.map(noneRow).join('\n')}

Red-team graders (\`promptfoo:redteam:…\`), \`assertScoringFunction\`, \`extensions\`, \`derivedMetrics\` and
\`nunjucksFilters\` are left out too, and tests that are made by code or lie on other servers; a run's
\`results.json\` has their outputs, but they stand in no test.

## Another format

An importer is a value with a name and a function that reads a file into cases: samples, each with what it
is scored by. \`sdk/cli/importers.ts\` lists them, one line each; suites, files and report are made for all.
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

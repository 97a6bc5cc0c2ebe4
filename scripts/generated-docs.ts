import { ITEM_ERRORS, PROBLEMS, SCORE_ERRORS } from '../schema/errors.ts';
import type { JsonObject, ScorerInfo } from '../schema/types.ts';
import { describeScorers } from '../scorers/catalogue.ts';
import { dials } from '../scorers/judging/dials.ts';
import { NUMBER_FORMS } from '../scorers/text/number-forms.ts';
import { renderImport } from './import-docs.ts';
import { renderNames } from './names-docs.ts';
import { renderScorerTypes } from './scorer-types.ts';
import { renderSdkReference } from './sdk-reference.ts';

/** The files that are made from the code. */
export const GENERATED_PAGES = [
  { path: 'docs/errors.md', render: renderErrors },
  { path: 'docs/scorers.md', render: renderScorers },
  { path: 'docs/names.md', render: renderNames },
  { path: 'docs/numbers.md', render: renderNumbers },
  { path: 'docs/import.md', render: renderImport },
  { path: 'sdk/scorer-params.ts', render: renderScorerTypes },
  { path: 'docs/sdk-reference.md', render: renderSdkReference },
];

const GROUPS: Record<string, string> = {
  text: 'Text',
  format: 'Format',
  retrieval: 'Retrieval',
  agents: 'Tools and agents',
  grounding: 'Grounding',
  rubric: 'Rubric',
  quality: 'Quality',
  safety: 'Safety',
  detectors: 'Detectors',
  conversation: 'Conversation',
  similarity: 'Similarity',
  composite: 'Composite',
};

function renderErrors(): string {
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status, title, detail, retryable }]) =>
      `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${title}. ${detail} |`,
  );
  const itemErrors = Object.entries(ITEM_ERRORS).map(
    ([name, { detail }]) => `| \`${name}\` | ${detail} |`,
  );
  const scoreErrors = Object.entries(SCORE_ERRORS).map(
    ([code, { detail, retryable }]) => `| \`${code}\` | ${retryable ? 'yes' : 'no'} | ${detail} |`,
  );
  return `<!-- Made by \`npm run docs\` from schema/errors.ts. -->
# Errors

## Problems

A refused request is answered with problem details (RFC 9457, \`application/problem+json\`):

\`\`\`json
{
  "type": "/docs/errors#invalid_request",
  "title": "The request is not valid",
  "status": 400,
  "code": "invalid_request",
  "detail": "Fix the fields listed in \`errors\`.",
  "retryable": false,
  "requestId": "req_01m834w3zha2mabsre2znwyxxn",
  "errors": [{ "pointer": "/scorers/0/threshold", "message": "must be at most 1" }]
}
\`\`\`

Branch on \`code\`, which does not change. \`type\` links to its documentation, which every deployment serves
at \`/docs/errors\`; the link is relative to the URL of the request. \`errors\` points at each offending field (JSON pointer,
RFC 6901; \`?name\` for a query parameter). Unknown fields and parameters are refused, not ignored.
\`requestId\` is also in the header \`X-Request-Id\`; send your own in that header and it is kept.

| code | status | retryable | what to do |
| --- | --- | --- | --- |
${problems.join('\n')}

## Score errors

A request succeeds even if some of its scores fail. A failed score has \`status: "error"\`,
no value, and an \`error\` with one of these codes:

| code | retryable | what to do |
| --- | --- | --- |
${scoreErrors.join('\n')}

## Batch errors

A sample of a batch with the status \`error\` names the first error of its scores, or one of these:

| code | what it means |
| --- | --- |
${itemErrors.join('\n')}
`;
}

function renderScorers(): string {
  const scorers = describeScorers();
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => {
    const own = scorers.filter((scorer) => scorer.group === group);
    return own.length === 0 ? [] : [`## ${title}\n\n${own.map(renderScorer).join('\n\n')}`];
  });
  return `<!-- Made by \`npm run docs\` from scorers/registry.ts. -->
# Scorers

${scorers.length} scorers. Every value is from 0 to 1 and higher is better; a metric's own number on its own scale
is \`raw\`. \`GET /v1/scorers\` says the same as this page, with each parameter's full JSON Schema and
fingerprint. Names are matched without regard to case, \`-\`, \`_\` and spaces; \`not-\` before a name negates.

| scorer | group | measures |
| --- | --- | --- |
${scorers.map(({ id, group, summary }) => `| [\`${id}\`](#${id}) | ${group} | ${cell(summary)} |`).join('\n')}

${groups.join('\n\n')}
`;
}

function renderScorer(scorer: ScorerInfo): string {
  const { id, kind, group, version, summary, source, needs, threshold, aliases } = scorer;
  const unnamed = group === 'composite' ? 'what its scorers need' : 'one of several fields';
  const facts = [
    `version ${version}`,
    `needs ${needs.length === 0 ? unnamed : needs.map(code).join(', ')}`,
    threshold === null ? 'only measures' : `passes from ${threshold}`,
  ];
  return [
    `### ${id}`,
    `${summary} Source: ${source}.`.replaceAll('..', '.'),
    `${facts.join('; ')}.`,
    ...(aliases.length === 0 ? [] : [`Also: ${aliases.map(renderAlias).join(', ')}.`]),
    ...(kind === 'judge'
      ? ['It asks a judge and takes every dial of [judges.md](judges.md).']
      : []),
    ...renderParams(scorer.params, kind === 'judge' ? Object.keys(dials().shape) : []),
    ...renderExample(scorer),
  ].join('\n\n');
}

function renderNumbers(): string {
  const tables = NUMBER_FORMS.map(({ kind, forms }) => {
    const rows = forms.map(
      ({ text, locale = '', number, note = '' }) =>
        `| ${code(cell(text))} | ${locale} | ${number ?? 'none'} | ${cell(note)} |`,
    );
    return `## ${kind}\n\n| text | locale | number | |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
  });
  return `<!-- Made by \`npm run docs\` from scorers/text/number-forms.ts. -->
# How numbers are read

\`numeric-diff\` compares the last number in the output with the expected one. Both are read as below;
every row is tested. With \`locale\` a text is read as that language writes numbers, with the separators
of Unicode's CLDR. What the language does not allow is read as without a locale.

${tables.join('\n\n')}
`;
}

function renderAlias({ name, params }: ScorerInfo['aliases'][number]): string {
  const preset = Object.keys(params).length === 0 ? '' : ` (${code(JSON.stringify(params))})`;
  return `${code(name)}${preset}`;
}

function renderParams({ properties = {} }: JsonObject, told: readonly string[]): string[] {
  const own = Object.entries(properties as Record<string, JsonObject>).filter(
    ([name]) => !told.includes(name),
  );
  const rows = own.map(([name, schema]) => {
    const preset = schema.default === undefined ? '' : code(JSON.stringify(schema.default));
    return `| ${code(name)} | ${cell(typeOf(schema))} | ${cell(preset)} | ${cell(String(schema.description ?? ''))} |`;
  });
  return rows.length === 0
    ? []
    : [`| parameter | type | default | |\n| --- | --- | --- | --- |\n${rows.join('\n')}`];
}

function typeOf(schema: JsonObject): string {
  if (Array.isArray(schema.enum))
    return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (Array.isArray(schema.anyOf)) {
    return [...new Set(schema.anyOf.map((option) => typeOf(option as JsonObject)))].join(' or ');
  }
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.type === 'array') return `list of ${typeOf((schema.items ?? {}) as JsonObject)}`;
  return typeof schema.type === 'string' ? schema.type : 'any';
}

function renderExample({ id, examples: [example] }: ScorerInfo): string[] {
  if (example === undefined) return [];
  const reference = example.params ? { scorer: id, params: example.params } : id;
  const request = JSON.stringify({ sample: example.sample, scorers: [reference] }, null, 2);
  return [
    `${example.title}: ${Math.round(example.value * 1e4) / 1e4}.`,
    `\`\`\`json\n${request}\n\`\`\``,
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

import type {
  BatchLineage,
  JudgeExchange,
  Replay,
  ScoreLineage,
  VerdictLineage,
} from '@assay/schema/types.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { json, printable } from './text.ts';

export const verdictsLineage = defineCommand({
  name: 'verdicts lineage',
  summary: 'Shows everything that led to a stored verdict.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const lineage = await (await client()).verdicts.lineage(id);
    system.stdout.write(isJson ? json(lineage) : printable(lineageText(lineage)));
    return EXIT.passed;
  },
});

export const verdictsReplay = defineCommand({
  name: 'verdicts replay',
  summary: 'Scores the sample of a stored verdict again; exits with 1 if anything differs.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const replay = await (await client()).verdicts.replay(id);
    system.stdout.write(isJson ? json(replay) : printable(replayText(replay)));
    return replay.isEqual ? EXIT.passed : EXIT.failed;
  },
});

function lineageText(lineage: VerdictLineage): string {
  const { verdictId, createdAt, sample, suite, batch, generator, release, requestId, decision } =
    lineage;
  return [
    `${verdictId}  ${createdAt}  ${decision.reason}`,
    `  sample   ${sample.hash}${sample.isKept ? '' : ' (not kept as judged)'}`,
    ...(suite === null ? [] : [`  suite    ${suite.name}@${suite.version} ${suite.fingerprint}`]),
    ...(batch === null ? [] : batchText(batch)),
    ...(generator === null ? [] : [`  written by ${generator}`]),
    `  request  ${requestId}, release ${release}`,
    ...lineage.scores.map(scoreText),
    ...(lineage.exchanges ?? []).map(exchangeText),
    '',
  ].join('\n');
}

function batchText({ id, index, dataset, results }: BatchLineage): string[] {
  const of = dataset === null ? '' : ` of ${dataset.name}@${dataset.version}`;
  const logged = results === null ? 'not in the log yet' : `in the log as ${results}`;
  return [`  batch    ${id}, sample ${index}${of}, ${logged}`];
}

function scoreText({
  name,
  scorer,
  version,
  definition,
  definitionProof,
  models,
  fingerprint,
}: ScoreLineage): string {
  const settings =
    definition === null ? 'definition not kept' : JSON.stringify(definition.settings);
  const asked = models.map(
    ({ model, modelVersion, cached }) =>
      `\n    asked ${model}${modelVersion === null ? '' : ` (${modelVersion})`}${cached ? ', cached' : ''}`,
  );
  const proof =
    definitionProof === 'altered' ? '\n    ALTERED: it does not have this fingerprint' : '';
  return `  ${name}  ${scorer}@${version} ${fingerprint}\n    ${settings}${proof}${asked.join('')}`;
}

function exchangeText({ scorer, model, messages, answer, cached, error }: JudgeExchange): string {
  if (cached) return `  ${scorer} took the answer of ${model} from the cache`;
  const prompt = messages.map(({ role, content }) => `\n    ${role}: ${content}`);
  const outcome = answer ?? error?.message ?? '';
  return `  ${scorer} asked ${model}${prompt.join('')}\n    answer: ${outcome}`;
}

function replayText({ isEqual, differences, changes, releases }: Replay): string {
  const lines = [
    isEqual ? 'EQUAL' : 'DIFFERENT',
    `  releases ${releases.before} and ${releases.after}`,
    ...changes.map(({ message }) => `  ${message}`),
    ...differences.map(
      ({ pointer, before, after }) =>
        `  ${pointer}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

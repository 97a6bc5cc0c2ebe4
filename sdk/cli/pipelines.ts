import { counted } from '@assay/schema/counted.ts';
import type { JsonObject, PipelineRouteResult } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { textOf } from './read-text.ts';
import type { System } from './system.ts';
import { json, oneLine, printable, table } from './text.ts';

export const pipelinesList = defineCommand({
  name: 'pipelines list',
  summary: 'Lists the pipelines, each in its newest version.',
  options: {},
  async run({ isJson, system, client }) {
    const pipelines = await collect((await client()).pipelines.list());
    const rows = pipelines.map(({ name, version, targets, route, description }) => [
      `${name}@${version}`,
      counted(targets.length, 'target'),
      counted(route?.rules.length ?? 0, 'rule'),
      oneLine(description, 80),
    ]);
    system.stdout.write(isJson ? json(pipelines) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const pipelinesRoute = defineCommand({
  name: 'pipelines route',
  summary: 'Shows which targets a request would go to, and why. No target is asked.',
  args: ['<name>', '[file]'],
  options: {
    message: { value: 'TEXT', short: 'm', help: 'Message of a user, instead of a request file.' },
    metadata: { value: 'KEY=TEXT', multiple: true, help: 'Value of `metadata` of the request.' },
    header: { value: 'KEY=TEXT', multiple: true, help: 'Header of the request.' },
  },
  examples: [
    'assay pipelines route support -m "Where is my order?" --metadata tier=gold',
    'assay pipelines route support@3 request.json',
  ],
  async run({ values, args: [name = '', file], isJson, system, client }) {
    const { message, metadata = [], header = [] } = values;
    const given = message === undefined ? await requestIn(file, system) : requestOf(message);
    const body = {
      ...given,
      ...(metadata.length > 0 && { metadata: pairs(metadata, 'metadata') }),
    };
    const headers = pairs(header, 'header');
    const assay = await client();
    const result = await assay.pipelines.route(name, { body, headers });
    system.stdout.write(isJson ? json(result) : printable(routeText(result)));
    return EXIT.passed;
  },
});

function requestOf(message: string): JsonObject {
  return { messages: [{ role: 'user', content: message }] };
}

async function requestIn(file: string | undefined, { files }: System): Promise<JsonObject> {
  if (file === undefined) throw new CliError('There is no request. Pass --message or a file.');
  const text = await textOf(files.bytes(file), { name: file });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch {
    // Said below, as for any other text.
  }
  throw new CliError(`${file} is not a request: a JSON object in the shape of OpenAI.`);
}

function pairs(given: readonly string[], option: string): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (key === '') throw new CliError(`--${option} must be KEY=TEXT, not “${pair}”.`);
      return [option === 'header' ? key.toLowerCase() : key, value];
    }),
  );
}

function routeText(result: PipelineRouteResult): string {
  const { pipeline, version, rule, strategy, targets, parameters, considered } = result;
  const decided = rule === null ? 'no rule, so otherwise' : `rule ${rule}`;
  const verdicts = considered.map(({ rule: name, isMatch, because }) => [
    `  ${name}`,
    isMatch === null ? 'not evaluated' : isMatch ? 'matches' : 'does not match',
    because,
  ]);
  const asked = targets.map(({ name, model }, i) => [`  ${i + 1}.`, name, model]);
  const replaced = Object.keys(parameters).length > 0 ? ` with ${JSON.stringify(parameters)}` : '';
  return `${pipeline}@${version}: ${decided}\n${table(verdicts)}\n${strategy}${replaced}\n${table(asked)}`;
}

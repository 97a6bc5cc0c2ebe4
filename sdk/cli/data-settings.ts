import { KEEPS } from '@assay/schema/keep.ts';
import type {
  DataSettings,
  Keep,
  RedactingDetector,
  RedactionSettings,
} from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { didYouMean } from './nearest.ts';
import { json, printable } from './text.ts';

const value = 'DETECTORS';

export const dataSettings = defineCommand({
  name: 'data-settings',
  summary: 'Shows what the project keeps and redacts, or sets it.',
  options: {
    keep: { value: 'LEVEL', help: 'At most what is stored: nothing, scores, sample or exchange.' },
    'redact-stored': {
      value,
      help: 'Detectors, separated by commas, whose findings are replaced before storing; `none` for none.',
    },
    'redact-models': {
      value,
      help: 'Detectors whose findings are replaced before a model sees a sample; `none` for none.',
    },
  },
  examples: [
    'assay data-settings',
    'assay data-settings --keep scores --redact-models detect-pii,detect-secrets',
  ],
  async run({ values, isJson, system, client }) {
    const { keep, 'redact-stored': stored, 'redact-models': models } = values;
    const isChanging = [keep, stored, models].some((given) => given !== undefined);
    const level = keep === undefined ? undefined : levelOf(keep);
    const { project } = await client();
    const now = await project.dataSettings();
    const redact = redactionOf(now.redact, { stored, models });
    const next = { keep: level ?? now.keep, ...(redact !== undefined && { redact }) };
    const shown = isChanging ? await project.replaceDataSettings(next) : now;
    system.stdout.write(isJson ? json(shown) : printable(textOf(shown)));
    return EXIT.passed;
  },
});

function levelOf(text: string): Keep {
  const found = KEEPS.find((keep) => keep === text);
  if (found !== undefined) return found;
  const known = KEEPS.join(', ');
  throw new CliError(`--keep must be one of ${known}, not “${text}”.${didYouMean(text, KEEPS)}`);
}

/** What was there, but for the parts that are given; undefined if nothing is left. */
function redactionOf(
  now: RedactionSettings = {},
  given: { stored: string | undefined; models: string | undefined },
): RedactionSettings | undefined {
  const stored = given.stored === undefined ? now.stored : detectorsIn(given.stored);
  const models = given.models === undefined ? now.models : detectorsIn(given.models);
  const redact = {
    ...(stored !== undefined && stored.length > 0 && { stored }),
    ...(models !== undefined && models.length > 0 && { models }),
  };
  return Object.keys(redact).length === 0 ? undefined : redact;
}

/** Names are checked by the service, which knows them. */
function detectorsIn(text: string): RedactingDetector[] {
  if (text === 'none') return [];
  const names = text.split(',').map((name) => name.trim());
  return names.filter((name): name is Extract<RedactingDetector, string> => name !== '');
}

function textOf({ keep, redact }: DataSettings): string {
  const rows = [
    ['keeps', keep],
    ['redacts before storing', namesOf(redact?.stored)],
    ['redacts for models', namesOf(redact?.models)],
  ];
  return `${rows.map(([name = '', text]) => `${name.padEnd(24)}${text}`).join('\n')}\n`;
}

function namesOf(detectors: readonly RedactingDetector[] = []): string {
  const names = detectors.map((one) => (typeof one === 'string' ? one : one.scorer));
  return names.length === 0 ? 'nothing' : names.join(', ');
}

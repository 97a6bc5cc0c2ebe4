import type { Schedule, ScheduleContent, ScheduledRun } from '@assay/sdk';

/** How the form writes what runs: fields for what most need, JSON for everything. */
export type Shape = 'batch' | 'calibration' | 'json';

export const SEVERITIES = ['error', 'warning', 'critical', 'none'] as const;

/** The fields of what a schedule runs, as texts of inputs. */
export interface RunFields {
  shape: Shape;
  dataset: string;
  suite: string;
  /** Ids, separated by commas; of a calibration, the judge. */
  scorers: string;
  question: string;
  /** In percent. */
  minPassRate: string;
  /** In points of a percentage. */
  maxRegression: string;
  minAgreement: string;
  json: string;
}

const EMPTY: RunFields = {
  ...{ shape: 'batch', dataset: '', suite: '', scorers: '', question: '' },
  ...{ minPassRate: '', maxRegression: '', minAgreement: '' },
  json: textOf({
    kind: 'experiment',
    experiment: {
      dataset: 'support',
      variants: [{ name: 'app', target: { url: 'https://app.example.com/answer' } }],
      suite: 'support',
    },
    maxRegression: 0.05,
  }),
};

/** What a form shows of a run; JSON if it has more than the fields can say. */
export function fieldsOf(run: ScheduledRun | undefined): RunFields {
  if (run === undefined) return EMPTY;
  const fields = shown(run);
  // What the fields make of it must be what it was: nothing is lost by opening a form.
  const isWhole = fields !== undefined && sorted(runOf(fields)) === sorted(run);
  return isWhole ? fields : { ...EMPTY, shape: 'json', json: textOf(run) };
}

function shown(run: ScheduledRun): RunFields | undefined {
  if (run.kind === 'experiment' || typeof run.dataset !== 'string') return undefined;
  if (run.kind === 'calibration') {
    if (typeof run.scorer !== 'string') return undefined;
    return {
      ...{ ...EMPTY, shape: 'calibration', dataset: run.dataset, scorers: run.scorer },
      ...{ question: run.question ?? '', minAgreement: percentOf(run.minAgreement) },
    };
  }
  const { dataset, suite = '', scorers = [], gate = {} } = run;
  return {
    ...{ ...EMPTY, shape: 'batch', dataset, suite, scorers: scorers.join(', ') },
    minPassRate: percentOf(gate.minPassRate),
    maxRegression: percentOf(gate.maxRegression),
  };
}

/** @throws SyntaxError if the JSON cannot be read */
export function runOf(fields: RunFields): ScheduledRun {
  const { shape, dataset, suite, question, json } = fields;
  if (shape === 'json') return JSON.parse(json);
  const scorers = fields.scorers.split(',').flatMap((each) => each.trim() || []);
  if (shape === 'calibration') {
    const least = shareOf(fields.minAgreement);
    return {
      ...{ kind: 'calibration', scorer: scorers.join(','), dataset },
      ...(question !== '' && { question }),
      ...(least !== undefined && { minAgreement: least }),
    };
  }
  const [minPassRate, maxRegression] = [shareOf(fields.minPassRate), shareOf(fields.maxRegression)];
  const gate = {
    ...(minPassRate !== undefined && { minPassRate }),
    ...(maxRegression !== undefined && { maxRegression }),
  };
  return {
    ...{ kind: 'batch', dataset },
    ...(suite !== '' && { suite }),
    ...(scorers.length > 0 && { scorers }),
    ...(Object.keys(gate).length > 0 && { gate }),
  };
}

/** What a form sends, of its fields by name. @throws SyntaxError if its JSON cannot be read */
export function contentOf(form: FormData, fields: RunFields): ScheduleContent {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [description, timeZone, given] = [text('description'), text('timeZone'), text('alert')];
  const alert = SEVERITIES.find((each) => each === given);
  return {
    ...(description !== '' && { description }),
    cron: text('cron'),
    ...(timeZone !== '' && { timeZone }),
    run: runOf(fields),
    ...(alert !== undefined && { alert }),
  };
}

/** Why a text is not JSON; undefined if it is. */
export function jsonFault({ shape, json }: RunFields): string | undefined {
  if (shape !== 'json') return undefined;
  try {
    JSON.parse(json);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'It cannot be read.';
  }
}

/** The content of a schedule in words. */
export function runText({ run }: Pick<Schedule, 'run'>): string {
  if (run.kind === 'experiment') return `an experiment over ${nameOf(run.experiment.dataset)}`;
  if (run.kind === 'calibration') {
    return `a calibration of ${nameOf(run.scorer)} with the labels of ${run.dataset}`;
  }
  const names = run.scorers?.map(nameOf).join(', ') ?? '';
  const by = run.suite === undefined ? names : `suite ${run.suite}`;
  return `a batch over ${nameOf(run.dataset)} with ${by}`;
}

function nameOf(given: object | string): string {
  if (typeof given === 'string') return given;
  const name = 'scorer' in given ? given.scorer : 'name' in given ? given.name : undefined;
  return typeof name === 'string' ? name : 'a selection of items';
}

function percentOf(share: number | undefined): string {
  return share === undefined ? '' : String(Number((100 * share).toFixed(6)));
}

function shareOf(percent: string): number | undefined {
  return percent.trim() === '' ? undefined : Number((Number(percent) / 100).toFixed(8));
}

function textOf(value: object): string {
  return JSON.stringify(value, null, 2);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

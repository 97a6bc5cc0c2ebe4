import type { JsonObject, JsonValue, Policy, Sample } from '@assay/schema/types.ts';
import { NotImported, type RemarkList, type WantedScorer } from '../importing/case.ts';
import type { Source } from '../importing/source.ts';
import { extractOf } from './extract-of.ts';
import { readValue } from './file-value.ts';
import { readOwnCode } from './own-code.ts';
import { type Assertion, isRecord, type MappedRow } from './row.ts';
import { rowOf } from './rows.ts';

/** Scorers that one suite runs, those inside composites included. */
const MOST_SCORERS = 64;
const KNOWN_KEYS = new Set([
  ...['type', 'value', 'threshold', 'weight', 'metric', 'provider', 'rubricPrompt'],
  ...['transform', 'contextTransform', 'config'],
]);

/** An assertion as it stands in the configuration. */
export interface PlacedAssertion {
  place: string;
  given: JsonValue;
}

/** What became of every assertion that there is. */
export interface Tally {
  found: Set<string>;
  leftOut: Set<string>;
}

interface Context {
  vars: JsonObject;
  source: Source;
  remarks: RemarkList;
  tally: Tally;
}

export interface MappedAssertions {
  scorers: WantedScorer[];
  asksQuery: boolean;
  readsContext: boolean;
  readsToolCalls: boolean;
  readsVars: boolean;
}

/** What one test is scored by: its assertions as scorers, and what they need of its sample. */
export async function mapAssertions(
  assertions: readonly PlacedAssertion[],
  policy: Policy,
  context: Context,
): Promise<MappedAssertions> {
  const mapper = new Mapper(context);
  const scorers = await mapper.list(assertions, policy.rule === 'weighted-mean');
  return {
    scorers: [...scorers, ...mapper.beside],
    asksQuery: mapper.rows.some(({ asksQuery }) => asksQuery),
    readsContext: mapper.rows.some(({ readsContext }) => readsContext),
    readsToolCalls: mapper.rows.some(({ readsToolCalls }) => readsToolCalls),
    readsVars: mapper.readsVars,
  };
}

class Mapper {
  readonly rows: MappedRow[] = [];
  /** Scorers of a set that do not decide: they stand beside it. */
  readonly beside: WantedScorer[] = [];
  private readonly context: Context;
  private readonly names = new Set<string>();
  private readonly fields = new Map<string, string>();
  readsVars = false;
  private count = 0;

  constructor(context: Context) {
    this.context = context;
  }

  /** @param isWeighed whether their values are added up, so that steps in between would count */
  async list(assertions: readonly PlacedAssertion[], isWeighed: boolean): Promise<WantedScorer[]> {
    const scorers: (WantedScorer | undefined)[] = assertions.map(() => undefined);
    // What can do without a field of the sample comes last: by then it is known which are taken.
    const yielding = (given: JsonValue) =>
      isRecord(given) && /^(?:not-)?equals$/.test(String(given.type)) ? 1 : 0;
    const order = [...assertions.entries()].sort(
      ([, a], [, b]) => yielding(a.given) - yielding(b.given),
    );
    for (const [i, { place, given }] of order) {
      scorers[i] = await (isRecord(given) && given.type === 'assert-set'
        ? this.set(place, given, isWeighed)
        : this.one(place, given, isWeighed));
    }
    return scorers.filter((scorer) => scorer !== undefined);
  }

  private async set(
    place: string,
    given: JsonObject,
    isWeighed: boolean,
  ): Promise<WantedScorer | undefined> {
    const children = Array.isArray(given.assert) ? given.assert : [];
    const placed = children.map((each, i) => ({ place: `${place}.assert[${i}]`, given: each }));
    const threshold = numberOf(given.threshold);
    const weight = weightOf(given);
    if (weight instanceof NotImported || !isShare(threshold)) {
      const why = `A threshold of ${threshold} is not between 0 and 1.`;
      const fault = weight instanceof NotImported ? weight : new NotImported(why);
      for (const each of placed) this.leaveOut(each.place, 'assert-set', fault);
      return undefined;
    }
    const isMean = isWeighed || threshold !== undefined;
    const inner = await this.list(placed, isMean);
    const weighing = inner.filter(({ settings }) => settings.weight !== 0);
    const isEmpty = weighing.length === 0;
    if (isEmpty || !isMean) {
      this.beside.push(...inner.filter(({ settings }) => settings.weight === 0));
    }
    if (isEmpty) {
      const why = 'None of its assertions has a weight: they measure only.';
      if (inner.length > 0) {
        this.context.remarks.add({ kind: 'left-out', place, what: 'assert-set', why });
      }
      return undefined;
    }
    const deciding = isMean ? inner : weighing;
    this.count += 1;
    return {
      settings: {
        scorer: isMean ? 'weighted-mean' : 'all',
        ...(threshold !== undefined && { threshold }),
        // Unlike an assertion, a set without weight still must pass.
        ...(weight.weight !== undefined && { weight: weight.weight }),
        as: this.nameOf(given.metric, 'assert-set'),
      },
      inner: deciding.map(withoutRequired),
    };
  }

  private async one(
    place: string,
    given: JsonValue,
    isWeighed: boolean,
  ): Promise<WantedScorer | undefined> {
    this.context.tally.found.add(place);
    const type = isRecord(given) && typeof given.type === 'string' ? given.type : 'assertion';
    try {
      if (!isRecord(given) || type === 'assertion') {
        throw new NotImported('An assertion must be an object with a type.');
      }
      return await this.map(place, type, given, isWeighed);
    } catch (cause) {
      if (!(cause instanceof NotImported)) throw cause;
      this.leaveOut(place, type, cause);
      return undefined;
    }
  }

  private async map(
    place: string,
    type: string,
    given: JsonObject,
    isWeighed: boolean,
  ): Promise<WantedScorer> {
    const { source, vars } = this.context;
    const isNegated = type.startsWith('not-');
    const base = isNegated ? type.slice('not-'.length) : type;
    const row = rowOf(base);
    if (row.scorer === null) throw new NotImported(row.why, row.instead);
    const extract = extractOf(given.transform);
    if (extract === undefined) {
      throw new NotImported(
        '`transform` changes the output with code, which is not run.',
        'the setting `extract`',
      );
    }
    if (given.contextTransform !== undefined) {
      throw new NotImported('`contextTransform` finds the contexts with code, which is not run.');
    }
    const code =
      base === 'javascript'
        ? { ...(await readOwnCode(given.value, vars, source)), isWeighed }
        : undefined;
    const assertion: Assertion = {
      type: base,
      isNegated,
      value: code?.text ?? (await readValue(given.value, vars, source)),
      ...(code && { code }),
      threshold: numberOf(given.threshold),
    };
    const { differs, otherwise, readsVars, ...mapped } = row.map(assertion);
    const weight = weightOf(given);
    if (weight instanceof NotImported) throw weight;
    const scorer = this.fitting(mapped, otherwise);
    const size = sizeOf(scorer) + (isWeighed && row.isGraded ? 1 : 0);
    if (this.count + size > MOST_SCORERS) {
      throw new NotImported(`A suite can have at most ${MOST_SCORERS} scorers.`, 'several suites');
    }
    this.count += size;
    this.claim(scorer.sample);
    this.rows.push(row);
    if (readsVars) this.readsVars = true;
    this.tell(place, type, given, differs ?? row.differs);
    if (isNegated && row.ignoresNot) {
      this.tell(place, type, {}, 'Assay negates it; promptfoo ignores the prefix `not-` here.');
    }
    const name = this.nameOf(given.metric, type);
    const { negate = false, ...settings } = scorer.settings;
    const turned = {
      ...(negate !== isNegated && { negate: true }),
      ...(extract.length > 0 && { extract }),
    };
    if (!isWeighed || !row.isGraded) {
      return { ...scorer, settings: { ...settings, ...turned, ...weight, as: name } };
    }
    // promptfoo counts it as 1 or 0.
    const inner = { ...scorer, settings: { ...settings, ...turned } };
    return { settings: { scorer: 'all', ...weight, as: name }, inner: [inner] };
  }

  /** The scorer, or its stand-in where a field of the sample is taken. @throws NotImported */
  private fitting(scorer: WantedScorer, otherwise: WantedScorer | undefined): WantedScorer {
    const taken = Object.entries(scorer.sample ?? {}).find(([field, value]) => {
      const known = this.fields.get(field);
      return known !== undefined && known !== JSON.stringify(value);
    });
    if (!taken) return scorer;
    if (otherwise) return otherwise;
    throw new NotImported(
      `Another assertion of the test already sets \`${taken[0]}\` of its sample to a different value.`,
      'a separate suite for it',
    );
  }

  private claim(sample: Partial<Sample> = {}): void {
    for (const [field, value] of Object.entries(sample)) {
      this.fields.set(field, JSON.stringify(value));
    }
  }

  private tell(place: string, what: string, given: JsonObject, differs?: string): void {
    const { remarks } = this.context;
    if (differs) remarks.addOnce({ kind: 'differs', place, what, why: differs });
    if (given.provider !== undefined || given.rubricPrompt !== undefined) {
      const why = 'Its own judge and prompt are not imported.';
      remarks.addOnce({ kind: 'note', place, what, why, instead: '`params.model` of the scorer' });
    }
    for (const key of Object.keys(given).filter((name) => !KNOWN_KEYS.has(name))) {
      remarks.add({ kind: 'note', place, what, why: `\`${key}\` is not supported.` });
    }
  }

  private leaveOut(place: string, what: string, { message, instead }: NotImported): void {
    const { remarks, tally } = this.context;
    tally.found.add(place);
    tally.leftOut.add(place);
    remarks.add({ kind: 'left-out', place, what, why: message, ...(instead && { instead }) });
  }

  /** A name that no other score of the test has. */
  private nameOf(metric: JsonValue | undefined, type: string): string {
    const wanted = typeof metric === 'string' && metric.trim() !== '' ? metric : type;
    const base = (wanted.includes('{{') ? type : wanted).slice(0, 120);
    let name = base;
    for (let i = 2; this.names.has(name); i++) name = `${base}-${i}`;
    this.names.add(name);
    return name;
  }
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isShare(threshold: number | undefined): boolean {
  return threshold === undefined || (threshold >= 0 && threshold <= 1);
}

/** The weight of an assertion or a set; a fault where Assay knows none like it. */
function weightOf({ weight }: JsonObject): { weight?: number; required?: false } | NotImported {
  const given = numberOf(weight);
  if (given === undefined || given === 1) return {};
  if (given < 0 || given > 1_000) {
    return new NotImported(`A weight of ${given} is not between 0 and 1,000.`);
  }
  // What has no weight lets every output pass.
  return given === 0 ? { weight: 0, required: false } : { weight: given };
}

function sizeOf({ inner = [] }: WantedScorer): number {
  return inner.reduce((sum, each) => sum + sizeOf(each), 1);
}

/** Inside a composite nothing is required by itself. */
function withoutRequired({ settings, ...scorer }: WantedScorer): WantedScorer {
  const { required: _, ...others } = settings;
  return { ...scorer, settings: others };
}

import type {
  JsonObject,
  JsonValue,
  Policy,
  Sample,
  ScorerSettings,
  SuiteInput,
} from '@assay/schema/types.ts';
import type { ImportedCase, WantedScorer } from './case.ts';

/** Texts that scorers take from `expected`. */
const MOST_REFERENCES = 100;

/** A suite and the samples it is for. */
export interface ImportedSuite {
  suite: SuiteInput;
  samples: Sample[];
}

/**
 * As few suites as the cases allow: cases that differ only in the texts they look for share one, and
 * the texts go into `expected` of the samples. A sample has one `expected`, so that of several
 * lists of texts that differ only one can; the others tell suites apart.
 */
export function suitesOf(
  cases: readonly ImportedCase[],
  { name, description }: { name: string; description: string },
): ImportedSuite[] {
  const suites: ImportedSuite[] = [];
  for (const alike of groupBy(cases, shapeOf)) {
    const hoisted = hoistedOf(alike);
    for (const same of groupBy(alike, (each) => keyOf(each, hoisted))) {
      const [first] = same;
      if (!first) continue;
      const own = suites.length === 0 ? name : `${name}-${suites.length + 1}`;
      suites.push({
        suite: suiteInput(own, description, first, hoisted),
        samples: same.map((each) => sampleOf(each, hoisted)),
      });
    }
  }
  return suites;
}

function suiteInput(
  name: string,
  description: string,
  { scorers, policy }: ImportedCase,
  hoisted: number | undefined,
): SuiteInput {
  const place = { next: 0 };
  return {
    name,
    description,
    scorers: scorers.map((scorer) => suiteScorer(scorer, hoisted, place)),
    ...(policy.rule === 'required' ? {} : { policy }),
  };
}

/** A scorer as a suite names it; `place.next` counts those that carry texts. */
function suiteScorer(
  { settings, inner, values }: WantedScorer,
  hoisted: number | undefined,
  place: { next: number },
): ScorerSettings {
  const params: JsonObject = { ...settings.params };
  if (values) {
    if (place.next !== hoisted) params.values = values;
    place.next += 1;
  }
  if (inner) {
    // A scorer's settings are JSON, which their type does not say.
    params.scorers = inner.map((each) => suiteScorer(each, hoisted, place)) as unknown as JsonValue;
  }
  const { params: _, ...others } = settings;
  return Object.keys(params).length === 0 ? others : { ...others, params };
}

function sampleOf({ sample, scorers }: ImportedCase, hoisted: number | undefined): Sample {
  const texts = hoisted === undefined ? undefined : leavesOf(scorers).filter(hasValues)[hoisted];
  const needed = leavesOf(scorers).map((each) => each.sample ?? {});
  const [only, ...others] = texts?.values ?? [];
  return {
    ...sample,
    ...Object.assign({}, ...needed),
    ...(only !== undefined && { expected: others.length === 0 ? only : [only, ...others] }),
  };
}

/** Which of the scorers with texts takes them from the samples: the first whose texts differ. */
function hoistedOf(alike: readonly ImportedCase[]): number | undefined {
  const lists = alike.map(({ scorers }) => leavesOf(scorers));
  if (lists.some((leaves) => leaves.some(({ sample }) => sample?.expected !== undefined))) {
    return undefined;
  }
  const texts = lists.map((leaves) => leaves.filter(hasValues).map(({ values }) => values));
  const places = texts[0]?.map((_, i) => i) ?? [];
  return places.find((i) => {
    const different = new Set(texts.map((each) => JSON.stringify(each[i])));
    return different.size > 1 && texts.every((each) => (each[i]?.length ?? 0) <= MOST_REFERENCES);
  });
}

function shapeOf({ scorers, policy }: ImportedCase): string {
  return JSON.stringify([policy satisfies Policy, scorers.map(withoutTexts)]);
}

/** The shape of a scorer, whatever texts it looks for and whatever its sample holds. */
function withoutTexts({ settings, inner, values, sample }: WantedScorer): unknown {
  const fields = sample && Object.keys(sample).sort();
  return [settings, inner?.map(withoutTexts), values !== undefined, fields];
}

function keyOf({ scorers }: ImportedCase, hoisted: number | undefined): string {
  const texts = leavesOf(scorers).filter(hasValues);
  return JSON.stringify(texts.map(({ values }, i) => (i === hoisted ? null : values)));
}

function leavesOf(scorers: readonly WantedScorer[]): WantedScorer[] {
  return scorers.flatMap((each) => (each.inner ? leavesOf(each.inner) : [each]));
}

function hasValues({ values }: WantedScorer): boolean {
  return values !== undefined;
}

function groupBy<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

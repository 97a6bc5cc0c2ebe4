import { LIMITS } from '@assay/schema/limits.ts';
import type { Evidence, JsonObject, ProblemField } from '@assay/schema/types.ts';
import type * as z from 'zod';
import { defineScorer, type Examples, type Scorer } from '../define.ts';
import { failed, type Outcome, scored } from '../outcome.ts';
import type { SampleField, SampleView } from '../sample.ts';
import type { Work } from '../work.ts';
import { type Finding, mergeSpans, type Span } from './finding.ts';
import { type overParam, type Place, type PlaceName, placesIn } from './places.ts';
import { seenText } from './seen-text.ts';

/** What a detector found, and where it looked. */
export interface Detection {
  /** All that was found, by place and then by where it begins; none overlaps another. */
  findings: Finding[];
  /** The texts that were looked at. */
  places: Place[];
}

/** A scorer that looks for something unwanted and can say where each of it stands. */
export interface Detector<Id extends string = string, Input = unknown> extends Scorer<Id, Input> {
  /**
   * All findings in a sample, where the evidence of a score holds only the surest. What a detector has
   * found in a sample with the same parameters (the same objects) it knows and does not look for again.
   *
   * @returns the findings; or an outcome that tells why nothing could be looked at
   * @throws WorkExceeded
   */
  detect(sample: SampleView, params: JsonObject, work: Work): Detection | Outcome;
  /**
   * All that it finds in a text by itself, as in a sample with no more than this output, wherever `over`
   * looks. Nothing of it is remembered.
   *
   * @returns the spans, sorted and apart; or an outcome that tells why the text could not be looked at
   * @throws WorkExceeded
   */
  spansIn(text: string, params: JsonObject, work: Work): Span[] | Outcome;
  /** The kinds of its findings, such as `email`. */
  findingKinds: readonly string[];
}

/** Whether a scorer is a detector. */
export function isDetector(scorer: Scorer): scorer is Detector {
  return 'detect' in scorer;
}

/** Whether a finding is sure enough to fail a score with this threshold. */
export function failsAt(threshold: number, { certainty }: Pick<Finding, 'certainty'>): boolean {
  return 1 - certainty < threshold - ROUNDING;
}

// As scores are compared with their thresholds.
const ROUNDING = 1e-9;

/** What looking at one text may use. */
export interface LookContext {
  place: Place;
  sample: SampleView;
  work: Work;
}

/** What each kind is called: one of it, and many. */
export type Kinds = Readonly<Record<string, readonly [one: string, many: string]>>;

type OverShape = z.ZodRawShape & { over: ReturnType<typeof overParam> };
type ParamsOf<Shape extends OverShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

interface Declaration<Id extends string, Shape extends OverShape> {
  id: `detect-${Id}`;
  aliases?: Readonly<Record<string, JsonObject>>;
  version: number;
  summary: string;
  source: string;
  /** Fields of the sample it cannot do without, beside one of the places in `over`. */
  needs?: readonly SampleField[];
  /** Each kind of finding, with what a reason calls it; or what makes the list, called on first use. */
  kinds: Kinds | (() => Kinds);
  /** Schema of the parameters, made on first use; `over` is made by `overParam`. */
  params: () => z.ZodObject<Shape, z.core.$strict>;
  /** Where a detector that is told no threshold fails: 0.5, for a certainty above 0.5. */
  threshold?: number;
  /** Whether evidence may quote what was found. What is private is shown by its offsets alone. */
  quotes: boolean;
  examples: Examples;
  compile?(params: ParamsOf<Shape>, work: Work): ProblemField[];
  behaviour?(params: ParamsOf<Shape>): JsonObject;
  /** Whether it looks at the text as a reader sees it, see `seenText`. */
  seesThrough?: boolean;
  /** Why a sample cannot be looked at with these parameters, where it cannot. */
  check?(sample: SampleView, params: ParamsOf<Shape>): Outcome | undefined;
  /**
   * Looks at one text. Spans may overlap and come in any order; see `mergeSpans`. What a trained model
   * thinks of a whole text is one span over all of it, however unlikely.
   */
  look(text: string, params: ParamsOf<Shape>, context: LookContext): Span[];
}

/**
 * Declares a detector: a code scorer that looks for something unwanted in the places that `over` names.
 *
 * `value` is 1 − the certainty of the surest finding, so 1 where nothing was found; `raw` counts
 * what was found with a certainty of at least 0.2, which is what evidence shows, surest first where
 * there is more of it than evidence holds. A sample with none of the places is an error, never a pass.
 */
export function defineDetector<const Id extends string, Shape extends OverShape>({
  kinds,
  quotes,
  look,
  check,
  seesThrough = false,
  ...declaration
}: Declaration<Id, Shape>): Detector<`detect-${Id}`, z.input<z.ZodObject<Shape, z.core.$strict>>> {
  let names: Kinds | undefined;

  function detect(sample: SampleView, params: ParamsOf<Shape>, work: Work): Detection | Outcome {
    const known = knownOf(sample);
    const before = known.find((one) => one.look === look && one.params === params);
    if (before) return before.detection;
    const over = overOf(params);
    const places = placesIn(sample, over);
    if (places.length === 0) {
      const names = over.map((name) => `\`${name}\``).join(', ');
      return failed(
        'sample_field_missing',
        `The sample has no text to check. Send one of ${names}, or set other places in \`over\`.`,
      );
    }
    const refused = check?.(sample, params);
    if (refused) return refused;
    const findings = places.flatMap((place) =>
      lookAt(params, { place, sample, work }).map((span) => ({ ...span, pointer: place.pointer })),
    );
    const detection = { findings, places };
    known.push({ look, params, detection });
    return detection;
  }

  function spansIn(text: string, params: ParamsOf<Shape>, work: Work): Span[] | Outcome {
    const sample = { output: text };
    const place: Place = { name: 'output', pointer: '/output', text };
    return check?.(sample, params) ?? lookAt(params, { place, sample, work });
  }

  function lookAt(params: ParamsOf<Shape>, context: LookContext): Span[] {
    const { text, pointer } = context.place;
    context.work.spend(text.length * STEPS_PER_CHARACTER, `looking at ${pointer}`);
    const seen = seesThrough ? seenText(text) : undefined;
    const looked = look(seen?.text ?? text, params, context);
    return mergeSpans(text, seen ? looked.map(seen.asSent) : looked);
  }

  const scorer = defineScorer({
    threshold: 0.5,
    ...declaration,
    kind: 'code',
    group: 'detectors',
    needs: declaration.needs ?? [],
    score(sample, params, { work }) {
      const detection = detect(sample, params, work);
      if ('status' in detection) return detection;
      names ??= typeof kinds === 'function' ? kinds() : kinds;
      return toOutcome(detection, names, quotes);
    },
  });
  // The runner parses parameters before it calls, which is what makes this sound.
  return Object.assign(scorer, {
    ...{ detect, spansIn, findingKinds: Object.keys(kinds) },
  }) as unknown as Detector<`detect-${Id}`, z.input<z.ZodObject<Shape, z.core.$strict>>>;
}

/** What a detector, here named by its function, has found in a sample. */
interface Known {
  look: unknown;
  params: object;
  detection: Detection;
}

// One for all detectors: a weak map for each would take as long to make as some of them look.
const knownIn = new WeakMap<SampleView, Known[]>();

function knownOf(sample: SampleView): Known[] {
  const before = knownIn.get(sample);
  if (before) return before;
  const known: Known[] = [];
  knownIn.set(sample, known);
  return known;
}

/** `over` of parsed parameters, which the type of a generic shape does not show. */
function overOf(params: object): readonly PlaceName[] {
  return 'over' in params && Array.isArray(params.over) ? params.over : [];
}

// Merging spans, and reading the text a few times over.
const STEPS_PER_CHARACTER = 20;

/** The certainty below which a finding says little: it lowers the value, and is not shown. */
export const SHOWN_FROM = 0.2;

function toOutcome({ findings, places }: Detection, kinds: Kinds, quotes: boolean): Outcome {
  const surest = findings.reduce((most, { certainty }) => Math.max(most, certainty), 0);
  const shown = findings.filter(({ certainty }) => certainty >= SHOWN_FROM);
  const where = listed([...new Set(places.map(({ name }) => `\`${name}\``))]);
  if (shown.length === 0) return scored(1 - surest, `Nothing was found in ${where}.`, { raw: 0 });

  const counts = new Map<string, number>();
  for (const { kind } of shown) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const found = [...counts].map(([kind, count]) => {
    const [one, many] = kinds[kind] ?? [kind, kind];
    return `${count} ${count === 1 ? one : many}`;
  });
  const reason = `Found ${listed(found)} in ${where}; certainty up to ${surest.toFixed(2)}.`;
  const texts = new Map(places.map(({ pointer, text }) => [pointer, text]));
  const evidence = surestOf(shown).map((finding) =>
    toEvidence(finding, quotes ? texts.get(finding.pointer) : undefined),
  );
  return scored(1 - surest, reason, { raw: shown.length, evidence });
}

/** As many findings as evidence holds, in the order in which they stand. */
function surestOf(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= LIMITS.evidence) return findings;
  const ranked = [...findings.keys()].sort(
    (a, b) => (findings[b]?.certainty ?? 0) - (findings[a]?.certainty ?? 0) || a - b,
  );
  const chosen = new Set(ranked.slice(0, LIMITS.evidence));
  return findings.filter((_, i) => chosen.has(i));
}

function toEvidence(finding: Finding, text: string | undefined): Evidence {
  const { pointer, start, end, kind, certainty, note } = finding;
  return {
    pointer,
    start,
    end,
    kind,
    certainty,
    ...(text === undefined ? {} : { text: text.slice(start, end) }),
    ...(note === undefined ? {} : { note }),
  };
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { PipelineIntent } from '@assay/schema/types.ts';
import type { DefaultModels, Embedder } from '@assay/scorers/judging/judge.ts';
import { createTtlCache } from '../../../core/ttl-cache.ts';
import type { SampleModels } from '../../judging/judging.ts';
import { Undecided } from './undecided.ts';

type ByExamples = Extract<PipelineIntent, { by: 'examples' }>;

// The examples of a route are some hundred vectors of some thousand numbers.
const KEPT_SETS = 8;

/** Directions of examples by project, model and texts. */
const kept = createTtlCache<Float32Array[]>(Number.POSITIVE_INFINITY, KEPT_SETS, () => 0);

const DEFAULT_THRESHOLD = 0.5;

interface Nearest {
  projectId: string;
  models: SampleModels;
  defaults: DefaultModels;
}

/** The intent of the example that is nearest to a text. @throws Undecided if a model did not answer */
export async function nearestExample(
  intent: ByExamples,
  text: string,
  { projectId, models, defaults }: Nearest,
): Promise<{ name: string | null; certainty: number }> {
  const { intents, threshold = DEFAULT_THRESHOLD } = intent;
  const model = intent.model ?? defaults.embedding;
  if (model === undefined) throw new Undecided('no embedding model is configured');
  const examples = Object.entries(intents).flatMap(([name, texts]) =>
    texts.map((example) => ({ name, text: example })),
  );
  const key = `${projectId}/${sha256Hex(canonicalJson([model, intents]))}`;
  const { embed } = models.models({ name: 'intent', calibratedAs: key });
  const ofExamples = async () => {
    const known = kept.get(key);
    if (known) return known;
    const texts = examples.map((example) => example.text);
    const vectors = await vectorsOf(embed, texts, { model, cache: 'use' });
    kept.set(key, vectors);
    return vectors;
  };
  // What users say is seldom said twice, and is not kept.
  const [[own], vectors] = await Promise.all([
    vectorsOf(embed, [text], { model, cache: 'off' }),
    ofExamples(),
  ]);
  if (own === undefined || vectors.some(({ length }) => length !== own.length)) {
    kept.delete(key);
    throw new Undecided(`${model} returned vectors of another length than before`);
  }
  const near = examples
    .map(({ name }, i) => ({ name, certainty: cosineOf(own, vectors[i]) }))
    .reduce((best, each) => (each.certainty > best.certainty ? each : best));
  return near.certainty >= threshold ? near : { ...near, name: null };
}

async function vectorsOf(
  embed: Embedder,
  texts: readonly string[],
  options: Parameters<Embedder>[1],
): Promise<Float32Array[]> {
  const embedded = await embed(texts, options);
  if (!embedded.ok) throw new Undecided(embedded.reason);
  return embedded.vectors.map(directionOf);
}

/** A vector of length 1; all zeros if it has no direction. */
function directionOf(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (x) => (length === 0 ? 0 : x / length));
}

function cosineOf(a: Float32Array, b: Float32Array = new Float32Array()): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}

import { isJsonObject } from '../../core/json-object.ts';

/** The names of its models for texts and embeddings, as `models` of the binding lists them. */
export function namesOf(listed: unknown): string[] {
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((model) => {
    if (!isJsonObject(model) || typeof model.name !== 'string') return [];
    const task = isJsonObject(model.task) ? model.task.name : undefined;
    return ANSWERING.has(task) ? [model.name] : [];
  });
}

const ANSWERING: ReadonlySet<unknown> = new Set(['Text Generation', 'Text Embeddings']);

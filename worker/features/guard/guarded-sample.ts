import type { GuardRequest, Sample } from '@assay/schema/types.ts';
import type { PlaceName } from '@assay/scorers/detectors/places.ts';
import { readSample } from '@assay/scorers/sample.ts';

/** What was sent, as a sample that scorers read. */
export interface GuardedSample {
  sample: Sample;
  /** The pointer in the request of a text that has this pointer in the sample. */
  pointerInRequest(pointer: string): string;
  /** The turns of `messages` that are the checked text again; what is found there is found in it. */
  copies: readonly string[];
}

/** Where detectors look, if their reference does not say. */
export function placesOf({ stage, text }: Pick<GuardRequest, 'stage' | 'text'>): PlaceName[] {
  if (stage === 'input') return text === undefined ? ['user'] : ['input'];
  if (stage === 'tool-result') return ['tool-results'];
  return stage === 'output' || text !== undefined ? ['output'] : ['tool-calls'];
}

/** Puts what was sent where the scorers of its stage look for it. */
export function guardedSample(request: GuardRequest): GuardedSample {
  const { stage, text, messages, toolCalls, input, contexts } = request;
  const about: Sample = {
    ...(input === undefined ? {} : { input }),
    ...(contexts === undefined ? {} : { contexts }),
    ...(messages === undefined ? {} : { messages }),
    ...(toolCalls === undefined ? {} : { toolCalls }),
  };
  if (text === undefined) {
    return { sample: about, pointerInRequest: (pointer) => pointer, copies: [] };
  }
  // A conversation that was sent along usually ends with the text.
  const copies = [...(readSample(about).messages ?? []).entries()]
    .filter(([, { content }]) => content === text)
    .map(([i]) => `/messages/${i}/content`);
  if (stage === 'input') return placed({ ...about, input: text }, '/input', copies);
  if (stage !== 'tool-result') return placed({ ...about, output: text }, '/output', copies);
  const turns = [...(messages ?? []), { role: 'tool' as const, content: text }];
  return placed({ ...about, messages: turns }, `/messages/${turns.length - 1}/content`, copies);
}

function placed(sample: Sample, place: string, copies: readonly string[]): GuardedSample {
  const same = new Set([place, ...copies]);
  return {
    sample,
    pointerInRequest: (pointer) => (same.has(pointer) ? '/text' : pointer),
    copies,
  };
}

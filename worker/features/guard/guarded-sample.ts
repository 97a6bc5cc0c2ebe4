import type { GuardRequest, Sample } from '@assay/schema/types.ts';
import type { PlaceName } from '@assay/scorers/detectors/places.ts';

/** What was sent, as a sample that scorers read. */
export interface GuardedSample {
  sample: Sample;
  /** The pointer in the request of a text that has this pointer in the sample. */
  pointerInRequest(pointer: string): string;
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
  if (text === undefined) return { sample: about, pointerInRequest: (pointer) => pointer };
  if (stage === 'input') return placed({ ...about, input: text }, '/input');
  if (stage !== 'tool-result') return placed({ ...about, output: text }, '/output');
  const turns = [...(messages ?? []), { role: 'tool' as const, content: text }];
  return placed({ ...about, messages: turns }, `/messages/${turns.length - 1}/content`);
}

function placed(sample: Sample, place: string): GuardedSample {
  return {
    sample,
    pointerInRequest: (pointer) => (pointer === place ? '/text' : pointer),
  };
}

import type { Sample } from './sample.ts';
import type { ScorerReference } from './scorer-reference.ts';

export interface PromptRequest {
  sample: Sample;
  scorers: ScorerReference[];
}

export interface PromptMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What a scorer asks a model first. */
export interface RenderedPrompt {
  /** Name of the score. */
  scorer: string;
  /** null if the scorer names no model and none is configured. */
  model: string | null;
  messages: PromptMessage[];
}

export interface RenderedPrompts {
  prompts: RenderedPrompt[];
}

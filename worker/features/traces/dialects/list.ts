import type { Dialect } from '../reading.ts';
import { AI_SDK } from './ai-sdk.ts';
import { GEN_AI } from './gen-ai.ts';
import { LANGFUSE } from './langfuse.ts';
import { LANGSMITH } from './langsmith.ts';
import { OPENINFERENCE } from './openinference.ts';
import { OPENLLMETRY } from './openllmetry.ts';

/**
 * Conventions in the order in which they are tried. OpenTelemetry's own comes last, because others
 * write some of its attributes beside theirs.
 */
export const DIALECTS: readonly Dialect[] = [
  AI_SDK,
  OPENINFERENCE,
  LANGFUSE,
  LANGSMITH,
  OPENLLMETRY,
  GEN_AI,
];

import type { GuardOnError, GuardStage } from './types.ts';

// What leaves the application unchecked does harm; what enters it is checked again on its way out.
export const ON_ERROR: Readonly<Record<GuardStage, GuardOnError>> = {
  input: 'allow',
  output: 'block',
  'tool-call': 'block',
  'tool-result': 'allow',
};

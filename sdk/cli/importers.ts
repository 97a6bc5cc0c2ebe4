import type { Imported } from './importing/case.ts';
import { importPromptfoo } from './promptfoo/importer.ts';
import type { System } from './system.ts';

/** Reads what another tool keeps its tests in. */
export interface Importer {
  /** As the command names it. */
  format: string;
  /** What is read, for help. */
  reads: string;
  /** @throws CliError for a file that cannot be read */
  read(path: string, options: { outputs?: string | undefined }, system: System): Promise<Imported>;
}

/** Every importer. One more is a file that makes cases, and a line here. */
export const IMPORTERS: readonly Importer[] = [
  { format: 'promptfoo', reads: 'promptfooconfig.yaml', read: importPromptfoo },
];

import type { PipelineInput } from '@assay/schema/types.ts';
import type { Kind } from './resource-files.ts';
import { namedIn, readYaml, requireList, writeYaml } from './yaml-file.ts';

/** A pipeline as it stands in a file. */
export interface PipelineFile {
  path: string;
  pipeline: PipelineInput;
  /** Where a field stands, such as `pipelines/support.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

/** In the order in which a request comes by them. */
const KEYS = [
  'name',
  'description',
  'guardInput',
  'route',
  'otherwise',
  'targets',
  'retry',
  'cacheSeconds',
  'guardOutput',
  'postProcess',
  'judge',
] as const satisfies readonly (keyof PipelineInput)[];

/**
 * A pipeline as YAML, its steps in the order of a request; the same pipeline gives the same text.
 * `readPipeline` gives it back. What the API adds, such as the version, is omitted.
 */
export function writePipeline(pipeline: PipelineInput): string {
  const entries = KEYS.map((key) => [key, pipeline[key]] as const);
  return writeYaml(
    Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')),
  );
}

/**
 * A pipeline from YAML or JSON. What is wrong within its steps the API says.
 *
 * @throws CliError when it cannot be read, or is no pipeline; it names the line
 */
export function readPipeline(text: string, path: string): PipelineFile {
  const file = readYaml(text, path);
  const pipeline = namedIn(file, 'a pipeline: `name` and `targets` are required');
  requireList(file, 'targets', 'targets');
  return { path, pipeline: pipeline as PipelineInput, placeOf: file.placeOf };
}

export const PIPELINES: Kind<PipelineFile> = {
  noun: 'pipeline',
  read: readPipeline,
  nameOf: ({ pipeline }) => pipeline.name,
};

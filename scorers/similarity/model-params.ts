import * as z from 'zod';

/** The parameters of a scorer that asks a model which gives numbers. @param kind such as `embedding` */
export function modelParams(kind: 'embedding' | 'reranking') {
  return {
    model: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}\/\S{1,160}$/, 'must be `provider/model`')
      .optional()
      .describe(`The ${kind} model, as \`provider/model\`. Defaults to that of the deployment.`),
    cache: z
      .enum(['use', 'refresh', 'off'])
      .default('use')
      .describe(
        '`use` reads and writes the cache, `refresh` calls the model again and overwrites it, `off` bypasses it.',
      ),
  };
}

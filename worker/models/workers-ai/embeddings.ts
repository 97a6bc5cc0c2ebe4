import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { unknownShape } from '../openai/read-completion.ts';
import { estimatedUsage } from './chat-answer.ts';
import { invalidFor } from './fault.ts';

const Answer = z.object({
  data: z.array(z.array(z.number()).min(1)).min(1),
  usage: z.object({ prompt_tokens: z.number() }).optional().catch(undefined),
});

// What one call takes. Source: the documentation of its embedding models.
const TEXTS_A_CALL = 100;
// What OpenAI takes in one request.
const MOST_TEXTS = 2_048;

/**
 * Embeddings in OpenAI's shape, with vectors as numbers or as base64, as asked.
 *
 * @param run asks the model for the vectors of some texts
 * @throws UpstreamError for tokens in the place of texts and for `dimensions`, which its models do not take
 */
export async function embeddings(
  body: JsonObject,
  run: (texts: readonly string[]) => Promise<unknown>,
): Promise<JsonObject> {
  const texts = textsOf(body);
  const isPacked = body.encoding_format === 'base64';
  const vectors: number[][] = [];
  let counted: number | undefined = 0;
  for (let from = 0; from < texts.length; from += TEXTS_A_CALL) {
    const some = texts.slice(from, from + TEXTS_A_CALL);
    const { data } = Answer.safeParse(await run(some));
    if (data?.data.length !== some.length) throw unknownShape('Workers AI');
    vectors.push(...data.data);
    const tokens = data.usage?.prompt_tokens;
    counted = counted === undefined || tokens === undefined ? undefined : counted + tokens;
  }
  const data = vectors.map((vector, index): JsonValue => {
    return { object: 'embedding', index, embedding: isPacked ? packed(vector) : vector };
  });
  const usage =
    counted === undefined
      ? estimatedUsage(texts)
      : { prompt_tokens: counted, total_tokens: counted };
  return { object: 'list', data, model: body.model ?? '', usage };
}

function textsOf({ input, dimensions }: JsonObject): string[] {
  if (dimensions != null) {
    const message = 'Models of Workers AI have a fixed number of dimensions. Remove `dimensions`.';
    throw invalidFor('dimensions', message);
  }
  const given = Array.isArray(input) ? input : [input];
  const texts = given.filter((text) => typeof text === 'string');
  if (texts.length < given.length || texts.length === 0) {
    throw invalidFor('input', '`input` must be a text or a list of texts for Workers AI.');
  }
  if (texts.length > MOST_TEXTS) {
    throw invalidFor('input', `\`input\` can have at most ${MOST_TEXTS} texts.`);
  }
  return texts;
}

/** Numbers of 32 bits, the lowest byte first, as clients of OpenAI read them. */
function packed(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  vector.forEach((number, i) => {
    view.setFloat32(i * 4, number, true);
  });
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}

import type { JsonObject } from '@assay/schema/types.ts';
import { isJsonObject } from '../../../core/json-object.ts';
import type { Exchange } from '../exchange.ts';

/** What JSON a request asks for. */
export interface RequestedJson {
  /** Undefined if any object will do. */
  schema: JsonObject | undefined;
}

/** What `response_format` of chats, or `text.format` of responses, asks for; undefined for text. */
export function requestedJson({ endpoint, body }: Exchange): RequestedJson | undefined {
  const format = endpoint === 'responses' ? Object(body.text).format : body.response_format;
  if (!isJsonObject(format)) return undefined;
  if (format.type === 'json_object') return { schema: undefined };
  if (format.type !== 'json_schema') return undefined;
  const { schema } = isJsonObject(format.json_schema) ? format.json_schema : format;
  return { schema: isJsonObject(schema) ? schema : undefined };
}

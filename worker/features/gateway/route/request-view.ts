import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';
import type { Exchange } from '../exchange.ts';
import { turnsOfRequest } from '../openai/request-turns.ts';

/** A request as far as routes look at it. */
export type RoutedRequest = Pick<Exchange, 'endpoint' | 'body' | 'headers' | 'context'>;

/** What conditions are about. */
export interface RequestView {
  headers: Headers;
  /** Values of `metadata`, those that are texts, numbers or booleans. */
  metadata: ReadonlyMap<string, string>;
  /** The last turn of a user; empty if there is none. */
  lastUserText: string;
  /** Characters of all turns. */
  characters: number;
  /** Names of the tools that are offered; those of a provider by their type. */
  tools: readonly string[];
}

export function viewOf({ endpoint, body, headers }: RoutedRequest): RequestView {
  const { turns } = turnsOfRequest(endpoint, body);
  const textOf = (texts: readonly { text: string }[]) => texts.map(({ text }) => text).join('\n');
  const last = turns.findLast(({ role }) => role === 'user');
  return {
    headers,
    metadata: textsOf(body.metadata),
    lastUserText: textOf(last?.texts ?? []),
    characters: turns.reduce((sum, { texts }) => sum + textOf(texts).length, 0),
    tools: objectsIn(body.tools).flatMap((tool) => toolName(tool) ?? []),
  };
}

function textsOf(metadata: JsonValue | undefined): Map<string, string> {
  if (!isJsonObject(metadata)) return new Map();
  const entries = Object.entries(metadata);
  return new Map(
    entries.flatMap(([key, value]) => {
      const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
      return isPlain ? [[key, String(value)] as const] : [];
    }),
  );
}

function toolName({ name, type, function: described, custom }: JsonObject): string | undefined {
  const named = [described, custom].find(isJsonObject)?.name ?? name ?? type;
  return typeof named === 'string' ? named : undefined;
}

import { sha256Hex } from '@assay/schema/sha256.ts';
import type { PipelineRoute, PipelineTarget } from '@assay/schema/types.ts';
import type { RequestView, RoutedRequest } from './request-view.ts';

/** What the requests of one conversation are drawn by. */
export interface DrawKey {
  text: string;
  /** Whether it names the conversation. Otherwise a request is drawn by its own id. */
  isSticky: boolean;
}

// A longer text names no conversation better.
const LONGEST_KEY = 512;

export function drawKeyOf(
  stickyBy: PipelineRoute['stickyBy'],
  { body, context }: RoutedRequest,
  { headers, metadata }: RequestView,
): DrawKey {
  const found = conversationOf(stickyBy, body, { headers, metadata });
  return typeof found === 'string' && found !== ''
    ? { text: found.slice(0, LONGEST_KEY), isSticky: true }
    : { text: context.requestId, isSticky: false };
}

function conversationOf(
  stickyBy: PipelineRoute['stickyBy'],
  body: RoutedRequest['body'],
  { headers, metadata }: Pick<RequestView, 'headers' | 'metadata'>,
): unknown {
  const { user = body.safety_identifier, conversation } = body;
  if (stickyBy === 'user') return user;
  if (stickyBy !== undefined) {
    return 'header' in stickyBy ? headers.get(stickyBy.header) : metadata.get(stickyBy.metadata);
  }
  // The Responses API names a conversation by its id, or as an object with it.
  const id =
    typeof conversation === 'object' && conversation !== null && 'id' in conversation
      ? conversation.id
      : conversation;
  return metadata.get('conversation') ?? id ?? user;
}

const HEX_DIGITS = 13;

/** A number from 0 to 1, never 1: the same for the same key and purpose, evenly spread over keys. */
export function draw(key: DrawKey, ...purpose: string[]): number {
  const digits = sha256Hex(JSON.stringify([...purpose, key.text])).slice(0, HEX_DIGITS);
  return Number.parseInt(digits, 16) / 16 ** HEX_DIGITS;
}

/**
 * Targets in an order drawn by their weights: each is first as often as its weight says. If a target is
 * added or removed, conversations move only to or from that one.
 *
 * Source: weighted rendezvous hashing (J. Resch, 2015).
 */
export function drawOrder(
  targets: readonly PipelineTarget[],
  key: DrawKey,
  pipeline: string,
): PipelineTarget[] {
  return targets
    .map((target) => {
      const { name, weight = 1 } = target;
      return { target, distance: -Math.log1p(-draw(key, 'target', pipeline, name)) / weight };
    })
    .sort((a, b) => a.distance - b.distance)
    .map(({ target }) => target);
}

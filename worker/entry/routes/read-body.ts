import { readScoring } from '../../features/scoring/read-scoring.ts';
import type { AppContext } from '../context.ts';
import { bodyOf, refuseBody } from '../http/limits.ts';
import { parse } from '../http/parse.ts';
import { describeLines, sampleFormatOf } from '../http/sample-format.ts';
import type { BodyKind } from '../operations/bodies.ts';

/** How a route reads a kind of body. */
export interface BodyReader {
  /** Reads what can be compared with another request under the same Idempotency-Key. @throws ApiProblem */
  receive(c: AppContext): unknown;
  /** What is compared. */
  content(c: AppContext): string | Promise<string>;
  /**
   * @param received what `receive` read
   * @throws ApiProblem `invalid_request`
   */
  read(c: AppContext, query: Record<string, unknown>, received: unknown): unknown;
}

const NONE: BodyReader = { receive: () => {}, content: () => '', read: () => undefined };

export function bodyReader(body: BodyKind<unknown> | undefined): BodyReader {
  switch (body?.kind) {
    case undefined:
    case 'stream':
      return NONE;
    case 'none':
      return { ...NONE, receive: refuseBody };
    case 'json':
      return jsonReader(
        (_c, _query, given) => body.plain?.(given) ?? parse(body.schema, given, 'json'),
        (c) => bodyOf(c, body.limits),
      );
    case 'scoring':
      return jsonReader((c, _query, given) =>
        readScoring(body, given, c.get('principal').projectId, c.get('services')),
      );
    case 'lines':
      return {
        receive: (c) => (sampleFormatOf(c) === 'json' ? bodyOf(c) : undefined),
        content: (c) => (sampleFormatOf(c) === 'json' ? c.req.text() : describeLines(c)),
        // Loaded when it is first asked for.
        async read(c, query) {
          const { readRecords } = await import('./read-records.ts');
          return readRecords(c, query, body);
        },
      };
  }
}

function jsonReader(
  read: BodyReader['read'],
  receive: BodyReader['receive'] = (c) => bodyOf(c),
): BodyReader {
  // The request keeps the text that was read.
  return { receive, content: (c) => c.req.text(), read };
}

const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';

/**
 * Answers a client in the form that it accepts. Clients must accept both JSON and events; one that
 * accepts JSON only, anything, or does not say, receives the response as JSON.
 *
 * Source: Model Context Protocol 2025-11-25, Streamable HTTP, sending messages to the server.
 * @param answer needs both in `Accept`, and may answer with events
 */
export async function inAcceptedForm(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const accept = request.headers.get('Accept')?.toLowerCase() ?? '';
  const takesEvents = accept.includes(EVENTS);
  const takesJson = /application\/(?:json|\*)|\*\/\*/.test(accept);
  if (takesEvents && accept.includes(JSON_TYPE)) return answer(request);
  if (!takesEvents && !takesJson && accept.trim() !== '') return answer(request);
  const { url, method, signal } = request;
  const headers = new Headers(request.headers);
  headers.set('Accept', `${JSON_TYPE}, ${EVENTS}`);
  const response = await answer(new Request(url, { method, headers, signal }));
  return takesEvents ? response : asJson(response);
}

/** The last message of an event stream, which is the response: what comes before it are notifications. */
async function asJson(response: Response): Promise<Response> {
  if (!response.headers.get('Content-Type')?.includes(EVENTS)) return response;
  const events = await response.text();
  const last = [...events.matchAll(/^data: ?(.*)$/gm)].at(-1)?.[1] ?? '';
  const headers = new Headers(response.headers);
  headers.set('Content-Type', JSON_TYPE);
  return new Response(last, { status: response.status, headers });
}

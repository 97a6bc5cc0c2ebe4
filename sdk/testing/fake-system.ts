import { CliError } from '../cli/cli-error.ts';
import { run } from '../cli/run.ts';
import type { Output, System } from '../cli/system.ts';

/** What the server answers a request: JSON, a problem, or text such as NDJSON. */
type Answer = object | string | Response;
type Routes = Record<string, Answer | ((request: Request) => Answer | Promise<Answer>)>;

interface Machine {
  /** Answers by `METHOD /path`; a query is matched by its path. */
  routes?: Routes;
  files?: Record<string, string>;
  /** Where symbolic links lead, by their path. */
  links?: Record<string, string>;
  env?: Record<string, string>;
  stdin?: string;
  /** What a person types, line by line. */
  typed?: string[];
  isTerminal?: boolean;
  /** How often a command may wait before it is interrupted. */
  waits?: number;
}

const KEY = { ASSAY_BASE_URL: 'https://assay.test', ASSAY_API_KEY: 'assay_live_x' };

/** A machine in memory, and command lines run on it. */
export function fakeSystem(machine: Machine = {}) {
  const { routes = {}, env = KEY, stdin = '', typed = [], isTerminal = false } = machine;
  const interruption = new AbortController();
  let waits = 0;
  const files = new Map(Object.entries(machine.files ?? {}));
  const secrets = new Set<string>();
  const asked: { url: string; method: string; key: string | null; body: string }[] = [];
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    isTerminal,
    write: (text) => {
      written[name] += text;
    },
  });
  const system: System = {
    env,
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: {
      isTerminal,
      bytes: () => bytesOf(stdin),
      ask: async () => typed.shift() ?? '',
    },
    files: {
      async *bytes(path) {
        const text = files.get(path);
        if (text === undefined) throw new CliError(`${path} cannot be read.`);
        yield* bytesOf(text);
      },
      async write(path, text, { isSecret = false } = {}) {
        let whole = '';
        if (typeof text === 'string') whole = text;
        else for await (const piece of text) whole += piece;
        files.set(path, whole);
        if (isSecret) secrets.add(path);
      },
      exists: async (path) => files.has(path),
      real: async (path) => machine.links?.[path] ?? path,
      list: async (folder) =>
        [...files.keys()]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1))
          .sort(),
    },
    fetch: async (url, init) => {
      const request = new Request(url, init);
      const { pathname } = new URL(request.url);
      const body = await request.clone().text();
      const { method } = request;
      asked.push({ url: request.url, method, key: request.headers.get('Authorization'), body });
      const route = routes[`${method} ${pathname}`];
      if (route === undefined) return problem(404, 'not_found', `${method} ${pathname}`);
      return responseOf(typeof route === 'function' ? await route(request) : route);
    },
    sleep: async () => {
      waits += 1;
      if (waits > (machine.waits ?? 1_000)) interruption.abort();
    },
    interruption: () => interruption.signal,
    configFolder: '/home/me/.config/assay',
  };
  return {
    system,
    asked,
    files,
    secrets,
    /** As Ctrl-C does. */
    interrupt: () => interruption.abort(),
    /** Runs a command line and tells the result of it. */
    async assay(...argv: string[]) {
      written.stdout = '';
      written.stderr = '';
      const code = await run(argv, system);
      return { code, ...written };
    },
  };
}

export function problem(status: number, code: string, detail = 'Detail.'): Response {
  const told = {
    type: `/docs/errors#${code}`,
    title: 'Title',
    status,
    code,
    detail,
    retryable: false,
  };
  return Response.json(
    { ...told, requestId: 'req_1' },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

function responseOf(answer: Answer): Response {
  if (answer instanceof Response) return answer;
  if (typeof answer === 'string') {
    return new Response(answer, { headers: { 'Content-Type': 'application/x-ndjson' } });
  }
  return Response.json(answer);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield new TextEncoder().encode(text);
}

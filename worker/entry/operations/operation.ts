import type { BindingMethod } from '@assay/schema/binding.ts';
import type { ProblemCode } from '@assay/schema/errors.ts';
import type * as z from 'zod';
import type { Needed } from '../../features/auth/principal.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppServices } from '../app-services.ts';
import type { AppContext, Method, Route } from '../context.ts';
import type { BodyKind } from './bodies.ts';

export type Tag =
  | 'Scoring'
  | 'Guard'
  | 'Pipelines'
  | 'Gateway'
  | 'Rules'
  | 'Monitors'
  | 'Alerts'
  | 'Schedules'
  | 'Batches'
  | 'Experiments'
  | 'Probes'
  | 'Webhooks'
  | 'Calibrations'
  | 'Verdicts'
  | 'Log'
  | 'Suites'
  | 'Data sets'
  | 'Reviews'
  | 'Keys'
  | 'Project'
  | 'Audit'
  | 'Deletions'
  | 'Scorers'
  | 'Health';

/** The names of a path's parameters: `/v1/suites/:name` has `name`. */
type ParameterOf<Path extends string> = string extends Path
  ? string
  : Path extends `${string}:${infer Name}/${infer Rest}`
    ? Name | ParameterOf<Rest>
    : Path extends `${string}:${infer Name}`
      ? Name
      : never;

/** The validated input of an operation, and its caller. */
export interface Asked<Path extends string, Query, Body> {
  projectId: string;
  path: Record<ParameterOf<Path>, string>;
  query: Query;
  body: Body;
  context: RequestContext;
}

/** What the OpenAPI document alone says of a route: the build leaves it out of the Worker. */
export interface RouteTexts {
  summary: string;
  description?: string;
  /** What each parameter of the path is. */
  parameters?: Readonly<Record<string, string>>;
  /** Problems of its own, beside those of every operation with a key, a body or an Idempotency-Key. */
  problems?: readonly ProblemCode[];
  answers: {
    description: string;
    /** What 200 says with the same schema, where `status` is another. */
    unchanged?: string;
  };
}

/** What the list of tools alone says of one, as `RouteTexts`. */
export interface ToolTexts {
  title: string;
  description: string;
}

/** What a route answers. */
interface Answering {
  /** Names the operation in generated clients: a verb and what it acts on. */
  id: string;
  tag: Tag;
  /** Status and schema of the answer when all goes well. */
  answers: { status: 200 | 201 | 202 | 204; schema?: z.ZodType };
  /** Whether errors have OpenAI's shape, as all below `/openai/v1` do. */
  hasOpenAiErrors?: boolean;
  /** Other media types the answer can be had in. */
  mediaTypes?: readonly string[];
}

/**
 * What the audit log records of an operation: `none` if it is not administrative and shows nothing that
 * is stored.
 */
export type Audit<Path extends string, Query, Body, Value> =
  | 'none'
  | {
      /** It shows stored samples, what quotes them, or a secret: recorded once per key and hour. */
      kind: 'read';
      /** The batch, data set, queue or secret; nothing where many things are read. */
      subject?(asked: Asked<Path, Query, Body>): string;
    }
  | {
      /** It changes something administered: each call is recorded. */
      kind: 'change';
      /** Id or name of what is changed; nothing if it gets its id by the act. */
      subject?(asked: Asked<Path, Query, Body>): string;
      /** Its state, read before the act and, without `made`, after it. Never a secret. */
      state?(asked: Asked<Path, Query, Body>, services: AppServices): unknown;
      /** The subject and its new state, of the value of `run`. Never a secret. */
      made?(value: Value): { subject?: string; after: unknown };
    };

/** An operation as a tool of the Model Context Protocol. */
export interface Tool<Value> {
  name: string;
  /**
   * An object: parameters of the path, and the fields of body or query. The body's schema if
   * omitted.
   */
  input?: z.ZodType<Record<string, unknown>>;
  /** Name of the tool whose arguments it takes: described there alone, as each schema costs an agent context. */
  takes?: string;
  /** An object, as the protocol demands. The schema of the answer if omitted. */
  output?: z.ZodType;
  /** Makes that object of the answer. */
  wrap?(value: Value): object;
  /** Whether it changes nothing. */
  isReading: boolean;
  /** Whether it may ask models outside. */
  isOpen: boolean;
}

/**
 * An operation of the API. Its route, RPC method and MCP tool, their authorisation and their
 * documentation are all derived from this value.
 */
export interface Operation<
  Path extends string = string,
  Query = unknown,
  Body = unknown,
  Value = unknown,
  Id extends string = string,
  Rpc extends BindingMethod = BindingMethod,
> extends Answering {
  id: Id;
  /** Scope that the caller needs; `any` accepts every caller but reviewers, `key` them too. */
  scope: Needed;
  /** A header beside `Authorization` that may have the key over HTTP. */
  keyHeader?: string;
  /** Left out where HTTP does not offer it. */
  route?: `${Method} ${Path}`;
  query?: z.ZodType<Query>;
  body?: BodyKind<Body>;
  /** Whether the route takes an Idempotency-Key. A method of the binding always does. */
  isIdempotent?: boolean;
  /** @throws ApiProblem, or InvalidScorers */
  run?(asked: Asked<Path, Query, Body>, services: AppServices): Value | Promise<Value>;
  /** Answers over HTTP in another way than the value of `run` as JSON; undefined leaves it to that. */
  respond?(
    c: AppContext,
    asked: Asked<Path, Query, Body>,
    services: AppServices,
  ): Response | undefined | Promise<Response | undefined>;
  /** Required of whatever needs the scope `admin`, or changes or shows what is stored. */
  audit?: Audit<Path, Query, Body, Value>;
  /** Its method of the service binding: parameters of the path, then body or query, then options. */
  rpc?: Rpc;
  /** What binding and tools take instead of the query; null where they take none. */
  callQuery?: z.ZodType<Query> | null;
  tool?: Tool<Value>;
}

/** What is said of an operation. */
interface Texts<Path extends string> extends RouteTexts {
  parameters?: { readonly [Name in ParameterOf<Path>]: string };
  tool?: ToolTexts;
}

export type DocumentedOperation = Operation & RouteTexts & { tool?: ToolTexts };

export type DocumentedOpenRoute = OpenRoute & RouteTexts;

/** A route that needs no key. */
export interface OpenRoute extends Answering, Route {
  scope: 'none';
}

/** Defines an operation; its types follow from its path, its schemas and `run`. */
export function operation<
  Id extends string,
  Path extends string = '',
  Query = unknown,
  Body = unknown,
  Value = unknown,
  Rpc extends BindingMethod = never,
>(
  definition: Operation<Path, Query, Body, Value, Id, Rpc> & Texts<Path>,
): Operation<Path, Query, Body, Value, Id, Rpc> & Texts<Path> {
  return definition;
}

/** Where a route is, from `GET /v1/verdicts/:id`. */
export function placeOf(route: `${Method} ${string}`): { method: string; path: string } {
  const space = route.indexOf(' ');
  return { method: route.slice(0, space), path: route.slice(space + 1) };
}

/** The parameters of a path, in order. */
export function parameterNames(path: string): string[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => name);
}

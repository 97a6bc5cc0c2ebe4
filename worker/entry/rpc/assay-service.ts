import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Answer, AssayBinding, BindingMethod, BindingProps } from '@assay/schema/binding.ts';
import type { Env } from '../../core/env.ts';
import type { ServicesFor } from '../app-services.ts';
import type { Defined } from '../operations/list.ts';
import { createCaller } from './caller.ts';
import { METHOD_GROUPS, SINGLE_METHODS } from './method-groups.ts';

/** The entrypoint as other Workers know it. */
export type AssayService = WorkerEntrypoint<Env, BindingProps> & AssayBinding;

/**
 * Assay for other Workers of the same account, over a service binding: no HTTP, no keys, nothing
 * written as text. The binding's `props` identify the caller. Arguments are validated with the
 * schemas of the routes; errors are returned as data. See docs/service-binding.md.
 */
export function assayService(
  servicesFor: ServicesFor,
): new (
  context: ExecutionContext,
  env: Env,
) => AssayService {
  class Service extends WorkerEntrypoint<Env, BindingProps> {
    readonly #caller = createCaller(this.env, this.ctx, servicesFor);

    // RPC offers what a prototype has, and nothing of an instance's own.
    static {
      for (const method of SINGLE_METHODS) {
        const value = function (this: Service, ...args: unknown[]) {
          return this.#caller.call(method, args);
        };
        Object.defineProperty(Service.prototype, method, { value });
      }
      for (const [name, Group] of METHOD_GROUPS) {
        const get = function (this: Service) {
          return new Group(this.#caller);
        };
        Object.defineProperty(Service.prototype, name, { get });
      }
    }
  }
  // Its methods come from the list, which the types below hold to the interface.
  return Service as unknown as new (
    context: ExecutionContext,
    env: Env,
  ) => AssayService;
}

type Member<Method extends BindingMethod> =
  Method extends `${infer Group extends keyof AssayBinding & string}.${infer Verb}`
    ? Verb extends keyof AssayBinding[Group]
      ? AssayBinding[Group][Verb]
      : never
    : Method extends keyof AssayBinding
      ? AssayBinding[Method]
      : never;

/** What the interface promises of a method. */
type Promised<Method extends BindingMethod> =
  Member<Method> extends (...args: never[]) => Promise<Answer<infer Value>> ? Value : never;

/** What the operation of a method returns. */
type Returned<Method extends BindingMethod> = Defined extends infer Each
  ? Each extends { rpc?: infer Name; run?(...args: never[]): infer Value }
    ? Method extends Name
      ? Awaited<Value>
      : never
    : never
  : never;

// Overloads, and what the route alone can be asked for.
type Wider = 'score' | 'scorers.list';

/** Methods without an operation, or with one that returns something else than promised. */
export type Broken = {
  [Method in BindingMethod]: [Promised<Method>] extends [Returned<Method>]
    ? [Returned<Method>] extends [Promised<Method>]
      ? never
      : Method extends Wider
        ? never
        : Method
    : Method;
}[BindingMethod];

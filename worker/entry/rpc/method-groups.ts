import { RpcTarget } from 'cloudflare:workers';
import { BINDING_METHODS, type BindingMethod } from '@assay/schema/binding.ts';
import type { Caller } from './caller.ts';

/** The methods of a binding that stand alone, as `score` does. */
export const SINGLE_METHODS = BINDING_METHODS.filter((method) => groupOf(method) === '');

/** Methods of a binding under one name, such as `verdicts`. */
export type MethodGroup = new (caller: Caller) => RpcTarget;

export const METHOD_GROUPS: ReadonlyMap<string, MethodGroup> = new Map(
  Array.from(Map.groupBy(BINDING_METHODS, groupOf))
    .filter(([group]) => group !== '')
    .map(([group, methods]) => [group, methodGroup(methods)]),
);

function groupOf(method: BindingMethod): string {
  return method.slice(0, Math.max(0, method.indexOf('.')));
}

function methodGroup(methods: readonly BindingMethod[]): MethodGroup {
  return class Group extends RpcTarget {
    readonly #caller: Caller;

    // RPC offers what a prototype has, and nothing of an instance's own.
    static {
      for (const method of methods) {
        const verb = method.slice(method.indexOf('.') + 1);
        const value = function (this: Group, ...args: unknown[]) {
          return this.#caller.call(method, args);
        };
        Object.defineProperty(Group.prototype, verb, { value });
      }
    }

    constructor(caller: Caller) {
      super();
      this.#caller = caller;
    }
  };
}

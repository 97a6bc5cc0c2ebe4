import { exports } from 'cloudflare:workers';
import type { Answer, AssayBinding, BindingProps } from '@assay/schema/binding.ts';

export const DEVELOPMENT_PROPS: BindingProps = {
  project: 'prj_development',
  scopes: ['score', 'read'],
};

/** A binding to this Worker as another has it, with its props. */
export function bound(props: object = DEVELOPMENT_PROPS): AssayBinding {
  // The types of `exports` do not know of props.
  const entrypoints = exports as unknown as {
    AssayService(options: { props: object }): AssayBinding;
  };
  return entrypoints.AssayService({ props });
}

/** What an answer gave. @throws Error with its problem when it refused */
export async function unwrap<Value>(answer: Promise<Answer<Value>>): Promise<Value> {
  const answered = await answer;
  if (answered.ok) return answered.value;
  throw new Error(JSON.stringify(answered.problem));
}

import type { BindingMethod } from '@assay/schema/binding.ts';
import type { Operation } from '../operations/operation.ts';
import { SCORE } from '../operations/score.ts';

/** The operation of a method; all but the scores are loaded when first asked for. */
export async function findOperation(method: BindingMethod): Promise<Operation> {
  if (method === SCORE.rpc) return SCORE;
  const { OPERATIONS } = await import('../operations/list.ts');
  const found = OPERATIONS.find(({ rpc }) => rpc === method);
  if (found === undefined) throw new RangeError(`no operation is ${method} of the binding`);
  return found;
}

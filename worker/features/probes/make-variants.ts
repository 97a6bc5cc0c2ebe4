import type { ProbeInput, ProbeKind, Sample } from '@assay/schema/types.ts';
import { makeConsistency } from './consistency.ts';
import { makeCounterfactuals } from './counterfactual/counterfactual.ts';
import { makeDistractions } from './distraction.ts';
import { makeOrders } from './order.ts';
import { makePhrasing } from './phrasing/phrasing.ts';
import { makePositions } from './position.ts';
import type { MadeVariants } from './variant.ts';

type Make = (samples: readonly Sample[], input: ProbeInput) => MadeVariants;

/** How each kind of probe makes its variants. */
const MAKERS: Readonly<Record<ProbeKind, Make>> = {
  consistency: (samples) => makeConsistency(samples),
  phrasing: (samples, { phrasing, ...input }) =>
    makePhrasing(samples, {
      ...settingsOf(input),
      ...(phrasing?.rewordings && { rewordings: phrasing.rewordings }),
      ...(input.language !== undefined && { language: input.language }),
    }),
  position: (samples, { position, ...input }) =>
    makePositions(samples, { ...position, ...settingsOf(input) }),
  counterfactual: (samples, { counterfactual, ...input }) =>
    makeCounterfactuals(samples, { ...counterfactual, ...settingsOf(input) }),
  order: (samples, { order, ...input }) => makeOrders(samples, { ...order, ...settingsOf(input) }),
  distraction: (samples, { distraction, ...input }) =>
    makeDistractions(samples, { ...distraction, ...settingsOf(input) }),
  drift: (samples) => makeConsistency(samples),
};

/** The variants of samples that a probe asks for: the same for the same seed. */
export function makeVariants(samples: readonly Sample[], input: ProbeInput): MadeVariants {
  return MAKERS[input.kind](samples, input);
}

function settingsOf({ seed = 0, fixed }: Pick<ProbeInput, 'seed' | 'fixed'>) {
  return { seed, ...(fixed && { keep: fixed }) };
}

import { newId } from '@assay/schema/ids.ts';
import type { ExperimentVariant } from '@assay/schema/types.ts';
import type { GatewayNeeds } from '../../gateway/run.ts';
import { type OpenSecrets, secretFor } from '../secrets.ts';
import { MissingVariable } from '../template.ts';
import type { VariantSample } from '../variables.ts';
import { askEndpoint, type EndpointNeeds } from './ask-endpoint.ts';
import { askGateway } from './ask-gateway.ts';
import { endpointLookup } from './endpoint-lookup.ts';
import { chatBody } from './request-body.ts';
import { type TargetAnswer, TargetError } from './target-answer.ts';

/** One answer that a variant is asked for. */
export interface TargetCall {
  projectId: string;
  keyId: string;
  variant: ExperimentVariant;
  given: VariantSample;
  seed: number;
  /** What `{{secrets.NAME}}` stands for, by name. */
  secrets: OpenSecrets;
  signal: AbortSignal;
}

export type TargetNeeds = GatewayNeeds & EndpointNeeds;

/** An answer that repeats a secret has its placeholder instead: who reads answers may not read secrets. */
function withoutSecrets(answer: TargetAnswer, secrets: OpenSecrets): TargetAnswer {
  if (secrets.size === 0) return answer;
  const hidden = (text: string) =>
    [...secrets].reduce((left, [name, { value }]) => {
      const shown = `{{secrets.${name}}}`;
      const inJson = JSON.stringify(value).slice(1, -1);
      return left.replaceAll(value, shown).replaceAll(inJson, shown);
    }, text);
  return {
    ...answer,
    output: hidden(answer.output),
    model: answer.model === null ? null : hidden(answer.model),
    contexts: answer.contexts?.map((context) => {
      if (typeof context === 'string') return hidden(context);
      const { id, text } = context;
      return { ...context, text: hidden(text), ...(id !== undefined && { id: hidden(id) }) };
    }),
  };
}

/** Asks the target of a variant once. @throws TargetError */
export async function askTarget(call: TargetCall, needs: TargetNeeds): Promise<TargetAnswer> {
  const { variant, given, seed, secrets, signal } = call;
  const { target } = variant;
  try {
    if (typeof target === 'string') {
      const { projectId, keyId } = call;
      const body = chatBody(variant, given, seed);
      const asking = { projectId, keyId, requestId: newId('request'), target, body, signal };
      return await askGateway(asking, needs);
    }
    const secretOf = (name: string) => secretFor(secrets, name, target.url);
    const lookup = endpointLookup({ variant, given, seed, secretOf });
    const answer = await askEndpoint({ endpoint: target, lookup, signal }, needs);
    return withoutSecrets(answer, secrets);
  } catch (cause) {
    if (!(cause instanceof MissingVariable)) throw cause;
    throw new TargetError('template_variable_missing', cause.message, { mayPass: false });
  }
}

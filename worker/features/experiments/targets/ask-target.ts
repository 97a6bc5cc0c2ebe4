import { newId } from '@assay/schema/ids.ts';
import type { ExperimentVariant } from '@assay/schema/types.ts';
import type { GatewayNeeds } from '../../gateway/run.ts';
import { type OpenSecrets, secretFor } from '../secrets.ts';
import { MissingVariable } from '../template.ts';
import { lookupFor, type VariantSample } from '../variables.ts';
import { askEndpoint, type EndpointNeeds } from './ask-endpoint.ts';
import { askGateway } from './ask-gateway.ts';
import { chatBody, promptText } from './request-body.ts';
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
    const fields = lookupFor(variant, given, seed);
    const prompt = promptText(variant, given, seed);
    const messages = chatBody(variant, given, seed).messages;
    const lookup = (name: string) => {
      if (name.startsWith('secrets.')) {
        return secretFor(secrets, name.slice('secrets.'.length), target.url);
      }
      if (name === 'prompt') return prompt;
      return name === 'messages' ? messages : fields(name);
    };
    return await askEndpoint({ endpoint: target, lookup, signal }, needs);
  } catch (cause) {
    if (!(cause instanceof MissingVariable)) throw cause;
    throw new TargetError('template_variable_missing', cause.message, { mayPass: false });
  }
}

import type { Pipeline } from '@assay/sdk';
import type { ComponentChildren } from 'preact';
import { counted } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** The steps of a pipeline in the order in which a request comes by them. */
export function StepDrawing({ pipeline }: { pipeline: Pipeline }) {
  const { guardInput, guardOutput, postProcess = [], judge } = pipeline;
  return (
    <ol class="pipeline-steps" aria-label="Steps">
      {guardInput !== undefined && (
        <Step title="Guard input">
          <UntrustedText text={policyName(guardInput.policy)} />
        </Step>
      )}
      <Routes pipeline={pipeline} />
      <Targets pipeline={pipeline} />
      {guardOutput !== undefined && (
        <Step title="Guard output">
          <UntrustedText text={policyName(guardOutput.policy)} />
          <span class="muted">streams: {guardOutput.stream ?? 'window'}</span>
        </Step>
      )}
      {postProcess.map((step, i) => (
        <Step key={i} title="Post-process">
          {step.step}
          {step.step === 'http' && <UntrustedText text={step.url} />}
        </Step>
      ))}
      {judge !== undefined && (
        <Step title="Judge">
          <UntrustedText text={judge.suite ?? counted(judge.scorers?.length ?? 0, 'scorer')} />
          <span class="muted">
            {judge.when ?? 'after'}
            {judge.refine === undefined
              ? ''
              : `, refined up to ${counted(judge.refine.attempts, 'time')}`}
          </span>
        </Step>
      )}
    </ol>
  );
}

function Step({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <li class="panel pipeline-step">
      <h2>{title}</h2>
      {children}
    </li>
  );
}

function Routes({ pipeline: { route, otherwise, targets } }: { pipeline: Pipeline }) {
  if (route === undefined) return null;
  const rest = otherwise ?? { targets: targets.map(({ name }) => name) };
  return (
    <Step title="Route">
      {route.intent !== undefined && <span class="muted">intent by {route.intent.by}</span>}
      <ol class="pipeline-rules" aria-label="Rules">
        {route.rules.map(({ name, share, use }) => (
          <li key={name}>
            <UntrustedText text={name} />
            {share !== undefined && <span class="muted"> {share * 100}%</span>} →{' '}
            <UntrustedText text={use.targets.join(', ')} />
          </li>
        ))}
        <li>
          <span class="muted">otherwise</span> → <UntrustedText text={rest.targets.join(', ')} />
        </li>
      </ol>
    </Step>
  );
}

function Targets({ pipeline: { targets, cacheSeconds = 0 } }: { pipeline: Pipeline }) {
  return (
    <Step title="Targets">
      <ul>
        {targets.map(({ name, model }) => (
          <li key={name}>
            <UntrustedText text={name} />{' '}
            <span class="muted">
              <UntrustedText text={model} />
            </span>
          </li>
        ))}
      </ul>
      {cacheSeconds > 0 && <span class="muted">cached for {cacheSeconds} s</span>}
    </Step>
  );
}

function policyName(policy: string | object | undefined): string {
  if (policy === undefined) return 'default';
  return typeof policy === 'string' ? policy : 'its own rules';
}

import type {
  PipelineContent,
  PipelineGroup,
  PipelineRouteResult,
  PipelineRule,
  PipelineTarget,
} from '@assay/schema/types.ts';
import { createWork } from '@assay/scorers/work.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { OpenPipeline } from '../pipelines/pipeline-cache.ts';
import { type Evaluating, evaluate } from './conditions.ts';
import { type DrawKey, draw, drawKeyOf, drawOrder } from './draw.ts';
import { type IntentNeeds, type Recognised, recogniseIntent } from './intent.ts';
import { type RequestView, type RoutedRequest, viewOf } from './request-view.ts';
import { Undecided } from './undecided.ts';

export type RouteNeeds = IntentNeeds;

/** Which targets a request goes to, and why. */
export interface RouteChoice
  extends Pick<
    PipelineRouteResult,
    'rule' | 'strategy' | 'parameters' | 'intent' | 'considered' | 'costUsd'
  > {
  /** In the order in which they are asked; their parameters include those of the rule, which win. */
  targets: PipelineTarget[];
  /** Asks the next target as well if the first has not begun to answer by then. */
  hedgeAfterMs: number | undefined;
}

/**
 * Chooses the targets of a request: the first rule that matches decides. If a rule cannot be evaluated,
 * later rules are not looked at, since it might have matched: `otherwise` decides, and `considered` says
 * why, unless the route says `onError: fail`.
 *
 * @throws ApiProblem `route_undecided`
 */
export async function chooseRoute(
  { name: pipeline, content }: Pick<OpenPipeline, 'name' | 'content'>,
  request: RoutedRequest,
  needs: RouteNeeds,
): Promise<RouteChoice> {
  const view = viewOf(request);
  const key = drawKeyOf(content.route?.stickyBy, request, view);
  const considered: PipelineRouteResult['considered'] = [];
  let recognised: Recognised | null = null;
  const matched = await firstMatch({
    ...{ pipeline, content, view, key, request, needs, considered },
    onIntent(intent) {
      recognised = intent;
    },
  });
  const group = matched?.use ?? content.otherwise ?? everyTarget(content);
  const parameters = matched?.parameters ?? {};
  return {
    rule: matched?.name ?? null,
    strategy: group.strategy ?? 'fallback',
    targets: targetsOf(group, content, { pipeline, key }).map((target) => ({
      ...target,
      parameters: { ...target.parameters, ...parameters },
    })),
    hedgeAfterMs: group.hedgeAfterMs,
    parameters,
    ...reported(recognised),
    considered,
  };
}

interface Matching {
  pipeline: string;
  content: PipelineContent;
  view: RequestView;
  key: DrawKey;
  request: RoutedRequest;
  needs: RouteNeeds;
  considered: PipelineRouteResult['considered'];
  onIntent(intent: Recognised): void;
}

async function firstMatch(matching: Matching): Promise<PipelineRule | undefined> {
  const { content, considered } = matching;
  const given = evaluatingOf(matching);
  for (const rule of content.route?.rules ?? []) {
    try {
      const { isMatch, because } = await lookAt(rule, given, matching);
      considered.push({ rule: rule.name, isMatch, because });
      if (isMatch) return rule;
    } catch (cause) {
      if (!(cause instanceof Undecided)) throw cause;
      const because = `it could not be evaluated: ${cause.message}`;
      considered.push({ rule: rule.name, isMatch: null, because });
      if (content.route?.onError === 'fail') throw undecided(rule.name, because);
      return undefined;
    }
  }
  return undefined;
}

function evaluatingOf({ content, view, request, needs, onIntent }: Matching): Evaluating {
  const work = createWork();
  let recognising: Promise<Recognised> | undefined;
  return {
    view,
    work,
    atMs: needs.nowMs(),
    async intent() {
      const intent = content.route?.intent;
      if (intent === undefined) throw new Undecided('the route recognises no intents');
      recognising ??= recogniseIntent(intent, view.lastUserText, {
        context: request.context,
        work,
        needs,
      });
      const found = await recognising;
      onIntent(found);
      return found;
    },
  };
}

async function lookAt(
  { name, when = {}, share = 1 }: PipelineRule,
  given: Evaluating,
  { pipeline, key }: Matching,
) {
  // Drawn first: who is outside the share need not wait for models.
  const drawn = draw(key, 'share', pipeline, name);
  const of = key.isSticky ? 'conversation' : 'request, which names no conversation,';
  const percent = `${Number((share * 100).toFixed(4))}%`;
  if (drawn >= share) {
    return { isMatch: false, because: `the ${of} is not in the share of ${percent}` };
  }
  const finding = await evaluate(when, given);
  if (!finding.isMatch || share === 1) return finding;
  return { ...finding, because: `${finding.because}; the ${of} is in the share of ${percent}` };
}

function everyTarget({ targets }: PipelineContent): PipelineGroup {
  return { targets: targets.map(({ name }) => name) };
}

function targetsOf(
  { strategy, targets }: PipelineGroup,
  content: PipelineContent,
  { pipeline, key }: { pipeline: string; key: DrawKey },
): PipelineTarget[] {
  const named = targets.flatMap(
    (name) => content.targets.find((target) => target.name === name) ?? [],
  );
  return strategy === 'load-balance' ? drawOrder(named, key, pipeline) : named;
}

function reported(recognised: Recognised | null): Pick<RouteChoice, 'intent' | 'costUsd'> {
  if (recognised === null) return { intent: null, costUsd: 0 };
  const { costUsd, ...intent } = recognised;
  return { intent, costUsd };
}

function undecided(rule: string, because: string): ApiProblem {
  return new ApiProblem('route_undecided', {
    detail: `The rule "${rule}" of the route cannot be decided: ${because}`,
  });
}

import type { AnalysedDeployment, ComponentHistory } from '../engine';
import { metric, partialFlag, selectDeployments } from './selectDeployments';
import type { MeasureOptions, Rate } from './types';

/** The strongest reason why a deployment counts, if it does. */
type Reason = { rule: string; fact: string } | undefined;

function rateOf(
  history: ComponentHistory,
  options: MeasureOptions,
  how: {
    reason: (deployment: AnalysedDeployment) => Reason;
    isKnown: (deployment: AnalysedDeployment) => boolean;
  },
): Rate {
  const all = selectDeployments(history, options);
  const counted = all.flatMap(deployment => {
    const reason = how.reason(deployment);
    return reason
      ? { deployment: deployment.id, rule: reason.rule, fact: reason.fact }
      : [];
  });
  const rules: Record<string, number> = {};
  for (const { rule } of counted) rules[rule] = (rules[rule] ?? 0) + 1;
  return {
    ...metric(options, {
      n: all.length,
      coverage: { known: all.filter(how.isKnown).length, all: all.length },
      reason: all.length ? null : 'no_deployments',
      flags: partialFlag(history),
    }),
    value: all.length ? counted.length / all.length : null,
    numerator: counted.length,
    denominator: all.length,
    rules,
    counted,
  };
}

/**
 * The share of deployments that needed someone to step in. Covered is a deployment of which it is
 * known whether it changed production.
 *
 * @public
 */
export function changeFailRate(
  history: ComponentHistory,
  options: MeasureOptions,
): Rate {
  return rateOf(history, options, {
    reason: ({ failed, evidence }) => (failed ? evidence[0] : undefined),
    isKnown: ({ outcomeKnown }) => outcomeKnown,
  });
}

/**
 * The share of deployments that were not planned and mend something. Covered is a deployment that
 * says whether it was planned, or where that makes no difference.
 *
 * @public
 */
export function deploymentReworkRate(
  history: ComponentHistory,
  options: MeasureOptions,
): Rate {
  return rateOf(history, options, {
    reason: ({ rework }) => rework[0],
    isKnown: ({ rework, planned }) =>
      planned !== undefined || rework[0]?.rule !== 'fix_link',
  });
}

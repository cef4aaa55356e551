import type { ComponentHistory } from '../engine';
import { bucketsOf, intersection, type Bucket, type BucketUnit } from '../time';
import { changeLeadTime } from './changeLeadTime';
import { deploymentFrequency } from './deploymentFrequency';
import { failedDeploymentRecoveryTime } from './failedDeploymentRecoveryTime';
import { changeFailRate, deploymentReworkRate } from './rates';
import type { DeliveryMetrics, MeasureOptions } from './types';

/**
 * The five metrics of one component in one window, exactly.
 *
 * @throws RangeError for a zone that does not exist.
 * @public
 */
export function measure(
  history: ComponentHistory,
  options: MeasureOptions,
): DeliveryMetrics {
  return {
    deploymentFrequency: deploymentFrequency(history, options),
    changeLeadTime: changeLeadTime(history, options),
    changeFailRate: changeFailRate(history, options),
    failedDeploymentRecoveryTime: failedDeploymentRecoveryTime(
      history,
      options,
    ),
    deploymentReworkRate: deploymentReworkRate(history, options),
  };
}

/**
 * The same in each local day, ISO week or month that the window touches; the first and last are cut
 * to the window.
 *
 * @public
 */
export function measureBuckets(
  history: ComponentHistory,
  options: MeasureOptions & { unit: BucketUnit },
): { bucket: Bucket; metrics: DeliveryMetrics }[] {
  const { unit, ...rest } = options;
  return bucketsOf(rest.window, unit, rest.zone ?? 'UTC').map(bucket => ({
    bucket,
    metrics: measure(history, {
      ...rest,
      window: intersection(bucket, rest.window) ?? bucket,
    }),
  }));
}

import { ignoresHealth, isHook } from '../annotations';
import { healthOf, isWorse } from '../health/healthOf';
import type { HealthStatusCode } from '../types';
import type { ComparedResource } from './StateComparer';

/**
 * The health of an Application: that of its worst resource. Missing resources
 * show only while none exists at all; hooks do not count.
 */
export function applicationHealth(
  resources: readonly ComparedResource[],
): HealthStatusCode {
  let worst: HealthStatusCode = 'Healthy';
  let exists = false;
  let missing = false;
  for (const { target, live } of resources) {
    const object = live ?? target;
    if (!object || isHook(object)) continue;
    if (live) exists = true;
    else missing = true;
    const status = live && !ignoresHealth(live) && healthOf(live)?.status;
    if (status && isWorse(status, worst)) worst = status;
  }
  return missing && !exists ? 'Missing' : worst;
}

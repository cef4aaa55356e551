import type { PolicyOptions } from './startPolicy';
import { recordedTiming } from './timing';

/**
 * Reads how the engines are to behave from the environment:
 * `CAIRN_POLICY_REPORTS` is the API group of reports, `wgpolicyk8s.io` (default)
 * or `openreports.io`; `CAIRN_POLICY_DELAYS` is `sandbox` (default, a second or
 * two) or `recorded` (what Kyverno and Gatekeeper wait by default).
 *
 * @throws Error that names the variable and what it may be
 */
export function policyOptionsFrom(
  env: Readonly<Record<string, string | undefined>>,
): Pick<PolicyOptions, 'reportGroup' | 'timing'> {
  const one = <const T extends string>(
    name: string,
    choices: readonly T[],
  ): T => {
    const value = env[name] || choices[0];
    const found = choices.find(it => it === value);
    if (found === undefined) {
      throw new Error(
        `${name} is ${JSON.stringify(value)}; set it to ${choices.join(
          ' or ',
        )}, or leave it out`,
      );
    }
    return found;
  };
  const delays = one('CAIRN_POLICY_DELAYS', ['sandbox', 'recorded']);
  return {
    reportGroup: one('CAIRN_POLICY_REPORTS', [
      'wgpolicyk8s.io',
      'openreports.io',
    ]),
    ...(delays === 'recorded' && { timing: recordedTiming }),
  };
}

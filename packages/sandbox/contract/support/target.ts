/** What a cluster may have beside an API server. */
export const parts = [
  'controllers',
  'workloads',
  'composition',
  'sql',
  'argocd',
] as const;

/** Name of a part. */
export type Part = (typeof parts)[number];

/** Which cluster the suite is held against. */
export interface Target {
  /** `sandbox` or `real`. */
  name: 'sandbox' | 'real';
  /** File of the administrator's kubeconfig; undefined to start a sandbox. */
  kubeconfig: string | undefined;
  has(part: Part): boolean;
}

/** A kube-apiserver with a kube-controller-manager beside it. */
const PARTS_OF_A_REAL_ONE: readonly Part[] = ['controllers'];

/**
 * Reads `CAIRN_CONTRACT_KUBECONFIG`, `CAIRN_CONTRACT_TARGET` and
 * `CAIRN_CONTRACT_PARTS` (names of parts, separated by commas; by default what
 * the target has anyway).
 */
export function readTarget(env: NodeJS.ProcessEnv = process.env): Target {
  const kubeconfig = env.CAIRN_CONTRACT_KUBECONFIG || undefined;
  const name = env.CAIRN_CONTRACT_TARGET ?? (kubeconfig ? 'real' : 'sandbox');
  if (name !== 'sandbox' && name !== 'real') {
    throw new Error(
      `CAIRN_CONTRACT_TARGET is '${name}'; it must be sandbox or real.`,
    );
  }
  if (name === 'real' && !kubeconfig) {
    throw new Error(
      'Set CAIRN_CONTRACT_KUBECONFIG to the kubeconfig of the real cluster.',
    );
  }
  const named = env.CAIRN_CONTRACT_PARTS?.split(',').map(part => part.trim());
  const usual = name === 'real' ? PARTS_OF_A_REAL_ONE : parts;
  return {
    name,
    kubeconfig,
    has: part => (named ?? usual).includes(part),
  };
}

/** The target of this run. */
export const target = readTarget();

/**
 * `it` for checks that need a part: where the target lacks it, the check is
 * reported as skipped, with the reason in its name.
 */
export function itWith(
  part: Part,
): (sentence: string, check: () => Promise<void>) => void {
  return (sentence, check) => {
    if (target.has(part)) it(sentence, check);
    else it.skip(`${sentence} (skipped: this target has no ${part})`, check);
  };
}

/** A kubeconfig that cannot be used. The message is one sentence for people: what is wrong, and the mend. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

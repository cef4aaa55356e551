import { InputError } from '@backstage/errors';

/** One thing a cluster finds wrong with an object. @public */
export interface KubernetesCause {
  /** As the cluster names it, for example `spec.storageGB`. */
  field?: string;
  message: string;
  reason?: string;
}

/**
 * A cluster refuses an object because of what is in it; answered as 400.
 *
 * @public
 */
export class KubernetesInvalidError extends InputError {
  // The error middleware knows statuses by name; this one has a name of its own.
  readonly statusCode = 400;
  readonly causes: KubernetesCause[];

  constructor(message: string, causes: KubernetesCause[]) {
    super(message);
    Object.defineProperty(this, 'name', {
      value: 'KubernetesInvalidError',
      enumerable: true,
    });
    this.causes = causes;
  }
}

/** Recognises the error by its name, as packages may be there twice. @public */
export function isKubernetesInvalidError(
  error: unknown,
): error is KubernetesInvalidError {
  return (
    error instanceof Error &&
    (error.name as string) === 'KubernetesInvalidError' &&
    'causes' in error &&
    Array.isArray(error.causes)
  );
}

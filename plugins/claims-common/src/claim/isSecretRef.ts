import { groupOf } from './composedRefs';

/** Whether a reference names a Secret, which the portal never reads. @public */
export function isSecretRef(ref: {
  apiVersion: string;
  kind: string;
}): boolean {
  return ref.kind === 'Secret' && groupOf(ref.apiVersion) === '';
}

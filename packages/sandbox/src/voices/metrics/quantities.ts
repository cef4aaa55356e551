import { amountOf } from '../../quantities';

/** A Kubernetes quantity such as `250m` or `1Gi`, as a number of its base unit; 0 if it is none. */
export function quantityOf(text: string | number | undefined): number {
  return typeof text === 'number' ? text : amountOf(text ?? '') ?? 0;
}

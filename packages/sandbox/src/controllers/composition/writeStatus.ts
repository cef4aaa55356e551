import { isDeepStrictEqual } from 'node:util';
import type {
  Condition,
  JsonObject,
  KubernetesClient,
  KubernetesObject,
  NewCondition,
} from '../runtime';
import { conditionsOf, setConditions } from '../runtime';

/**
 * Writes conditions and other fields of a status, if that changes anything.
 *
 * @returns the object as it is afterwards
 * @throws KubernetesApiError with reason Conflict when the object was changed meanwhile
 */
export async function writeStatus<T extends KubernetesObject>(
  client: KubernetesClient,
  object: T,
  change: { conditions: NewCondition[]; fields?: JsonObject },
): Promise<T> {
  const current = conditionsOf(object);
  const conditions: Condition[] = setConditions(current, change.conditions);
  const status = {
    ...object.status,
    ...change.fields,
    conditions: conditions as unknown as JsonObject[],
  };
  if (isDeepStrictEqual(status, object.status)) return object;
  return client.updateStatus<T>({ ...object, status });
}

import type { KubeObject, ResourceType, StatusCause } from '../types';

/** How Go calls the type of a decoded JSON value. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'int64' : 'float64';
  }
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map[string]interface {}' : 'string';
}

function problemAt(object: KubeObject, path: string): string | undefined {
  let value: unknown = object;
  const mismatch = (wanted: string) =>
    `${path} accessor error: ${
      typeof value === 'object' ? JSON.stringify(value) : String(value)
    } is of the type ${goType(value)}, expected ${wanted}`;
  for (const step of path.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return mismatch('map[string]interface{}');
    }
    value = (value as Record<string, unknown>)[step];
    if (value === undefined || value === null) return undefined;
  }
  return typeof value === 'number' && Number.isInteger(value)
    ? undefined
    : mismatch('int64');
}

/** The paths of a custom resource's scale must lead to whole numbers. */
export function scaleCauses(
  type: ResourceType,
  object: KubeObject,
): StatusCause[] {
  const { scale } = type.subresources;
  if (!scale || type.crdName === undefined) return [];
  return [scale.specReplicasPath, scale.statusReplicasPath].flatMap(path => {
    const problem = path && problemAt(object, path);
    return problem
      ? [
          {
            reason: 'FieldValueInvalid',
            field: path,
            message: `Invalid value: 0: ${problem}`,
          },
        ]
      : [];
  });
}

import type { JsonObject } from '../../runtime';
import { FieldNotFoundError, isObject } from '../fieldpath/FieldPath';
import type { FunctionRequest } from '../functionTypes';
import { applyPatch } from './applyPatch';
import type { ResourcesInput } from './input';
import { typeOf } from './validateInput';

type SecretReference = ResourcesInput['writeConnectionSecretToRef'];

/**
 * Adds a composed Secret with the connection details of a v2 composite, which publishes none itself. It appears only once
 * there are details.
 *
 * @throws Error when its name cannot be made
 */
export function composeConnectionSecret(
  request: FunctionRequest,
  reference: SecretReference,
): void {
  const composite = request.observed.composite.resource;
  const spec = isObject(composite.spec) ? composite.spec : {};
  // Version 2 is told by this field only.
  if (!isObject(spec.crossplane)) return;
  const { connectionDetails } = request.desired.composite;
  if (Object.keys(connectionDetails).length === 0) return;

  const metadata = isObject(composite.metadata) ? composite.metadata : {};
  const xrName = typeof metadata.name === 'string' ? metadata.name : '';
  let target: JsonObject;
  try {
    target = secretTarget(composite, spec, xrName, reference);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot generate connection secret reference: ${problem}`);
  }
  const data: JsonObject = {};
  for (const [key, value] of Object.entries(connectionDetails)) {
    data[key] = Buffer.from(value).toString('base64');
  }
  request.desired.resources.set(`${xrName}-connection-secret`, {
    ready: 'True',
    resource: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        ...(typeof target.name === 'string' &&
          target.name && { name: target.name }),
        ...(typeof target.namespace === 'string' &&
          target.namespace && { namespace: target.namespace }),
      },
      type: 'connection.crossplane.io/v1alpha1',
      data,
    },
  });
}

function secretTarget(
  composite: JsonObject,
  spec: JsonObject,
  xrName: string,
  reference: SecretReference,
): JsonObject {
  const fromComposite = spec.writeConnectionSecretToRef;
  if (
    isObject(fromComposite) &&
    (fromComposite.name || fromComposite.namespace)
  ) {
    return { name: fromComposite.name, namespace: fromComposite.namespace };
  }
  if (!reference) return { name: `${xrName}-connection` };
  const target: JsonObject = {
    apiVersion: 'internal.crossplane.io/v1alpha1',
    kind: 'SecretReference',
    ...(reference.name !== undefined && { name: reference.name }),
    ...(reference.namespace !== undefined && {
      namespace: reference.namespace,
    }),
  };
  (reference.patches ?? []).forEach((patch, index) => {
    const type = typeOf(patch);
    const prefix = 'cannot apply connection secret patches: ';
    if (type !== 'FromCompositeFieldPath' && type !== 'CombineFromComposite') {
      throw new Error(
        `${prefix}unsupported patch type ${type} at index ${index}`,
      );
    }
    try {
      applyPatch(patch, composite, target);
    } catch (error) {
      const required = patch.policy?.fromFieldPath === 'Required';
      if (error instanceof FieldNotFoundError && !required) return;
      const problem = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${prefix}cannot apply patch type ${type} at index ${index}: ${problem}`,
      );
    }
  });
  return target;
}

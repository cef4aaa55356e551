import { checkSpec } from '@cairn/plugin-claims-common';
import {
  checkLabelName,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import { isObject, ownField, type JsonObject } from '../json';
import type { Problems } from '../parse/Problems';
import type { ClaimSource, Output } from '../types';

/** A request to Crossplane and what can be had from it. */
export interface MadeClaim {
  claim: KubernetesObject;
  outputs: Record<string, Output>;
}

function secretNameOf(spec: JsonObject): string | undefined {
  const name = ownField(ownField(spec, 'writeConnectionSecretToRef'), 'name');
  return typeof name === 'string' ? name : undefined;
}

function pathOf(resource: string, field: string): (string | number)[] {
  const inner = field
    .split(/[.[\]]/)
    .filter(it => it !== '')
    .slice(1)
    .map(it => (/^\d+$/.test(it) ? Number(it) : it));
  return ['resources', resource, 'params', ...inner];
}

/** Makes the request for a resource: the class's spec, the workload's parameters on top. */
export function makeClaim(options: {
  /** Name of the resource in the workload file. */
  resource: string;
  /** Name of the claim. */
  name: string;
  source: ClaimSource;
  params: JsonObject;
  metadata: Omit<KubernetesObject['metadata'], 'name'>;
  problems: Problems;
}): MadeClaim {
  const { resource, name, source, params, metadata, problems } = options;
  const wrongName = checkLabelName(name);
  if (wrongName) {
    problems.add(['resources', resource], {
      at: 'key',
      message: `The claim would be called ${name}, which Kubernetes refuses.`,
      mend: wrongName.message,
    });
  }
  for (const field of Object.keys(source.spec)) {
    if (Object.hasOwn(params, field)) {
      problems.add(['resources', resource, 'params', field], {
        at: 'key',
        message: `${field} follows from the type and class of the resource.`,
        mend: 'Leave it out, or choose another type or class.',
      });
    }
  }
  const spec: JsonObject = { ...params, ...source.spec };
  const properties = ownField(source.specSchema, 'properties');
  if (
    secretNameOf(spec) === undefined &&
    isObject(ownField(properties, 'writeConnectionSecretToRef'))
  ) {
    spec.writeConnectionSecretToRef = { name: `${name}-connection` };
  }
  for (const { field, message } of checkSpec(source.specSchema, spec)) {
    problems.add(pathOf(resource, field), {
      message,
      mend: `See the fields of ${source.offering}; the cluster checks the request again.`,
    });
  }
  const secretName = secretNameOf(spec) ?? `${name}-connection`;
  return {
    claim: {
      apiVersion: source.apiVersion,
      kind: source.claimKind,
      metadata: { name, ...metadata },
      spec,
    },
    outputs: Object.fromEntries(
      Object.entries(source.connectionKeys).map(([output, key]) => [
        output,
        { kind: 'secret', secretName, key },
      ]),
    ),
  };
}

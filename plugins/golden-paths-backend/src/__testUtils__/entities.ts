import type { Entity } from '@backstage/catalog-model';

/** A Template of a golden path, as the catalog holds it. */
export function template(options: {
  name: string;
  version?: string;
  file?: string;
  spec?: Entity['spec'];
}): Entity {
  const { name, version, file, spec } = options;
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name,
      namespace: 'default',
      title: `The ${name}`,
      annotations: {
        'backstage.io/managed-by-location': `file:${file ?? '/x'}`,
        ...(version && { 'cairn.dev/template-version': version }),
      },
    },
    spec: { type: 'service', owner: 'platform', ...spec },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
  };
}

/** A component that was made from a template, as the catalog holds it. */
export function service(options: {
  name: string;
  from?: string;
  owner?: string;
  location?: string;
  source?: string;
}): Entity {
  const { name, from, owner = 'payments', location, source } = options;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        ...(from && { 'cairn.dev/scaffolded-from': from }),
        ...(location && { 'backstage.io/managed-by-location': location }),
        ...(source && { 'backstage.io/source-location': source }),
      },
    },
    spec: { type: 'service', lifecycle: 'production', owner },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

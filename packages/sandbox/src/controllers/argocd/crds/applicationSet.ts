import {
  anything,
  column,
  crd,
  listOf,
  object,
  text,
  truth,
} from './schemaParts';

/** The kind ApplicationSet. Generators and the template are read by their controller, not by the schema. */
export const applicationSetCrd = crd({
  kind: 'ApplicationSet',
  plural: 'applicationsets',
  shortNames: ['appset', 'appsets'],
  columns: [
    column('Health Status', '.status.health.status'),
    column('Message', '.status.health.message', 10),
  ],
  statusSubresource: true,
  schema: object(
    {
      apiVersion: text,
      kind: text,
      metadata: { type: 'object' },
      spec: object(
        {
          applyNestedSelectors: truth,
          generators: listOf(anything),
          goTemplate: truth,
          goTemplateOptions: listOf(text),
          ignoreApplicationDifferences: listOf(anything),
          preservedFields: anything,
          strategy: anything,
          syncPolicy: object({
            applicationsSync: {
              type: 'string',
              enum: ['create-only', 'create-update', 'create-delete', 'sync'],
            },
            preserveResourcesOnDeletion: truth,
          }),
          template: object(
            {
              metadata: anything,
              spec: anything,
            },
            'metadata',
            'spec',
          ),
          templatePatch: text,
        },
        'generators',
        'template',
      ),
      status: anything,
    },
    'metadata',
    'spec',
  ),
});

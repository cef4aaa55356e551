import type { KindHooks } from './kindHooks';

/** Namespaces carry their name as a label and live until their content is gone. */
export const namespaceHooks: KindHooks = {
  prepare(object, old) {
    object.metadata.labels = {
      ...object.metadata.labels,
      'kubernetes.io/metadata.name': object.metadata.name ?? '',
    };
    if (old) {
      object.spec = old.spec;
      object.status = old.status;
    } else {
      object.spec = { finalizers: ['kubernetes'] };
      object.status = { phase: 'Active' };
    }
  },
};

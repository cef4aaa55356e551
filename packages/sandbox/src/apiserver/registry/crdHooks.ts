import { defaultCrd } from '../schema/crd/defaultCrd';
import { validateCrd } from '../schema/crd/validateCrd';
import type { KindHooks } from './kindHooks';

/** CustomResourceDefinitions: names filled in, schemas checked. */
export const crdHooks: KindHooks = {
  prepare(object, old) {
    object.status ??= structuredClone(old?.status);
    defaultCrd(object);
  },
  validate: (object, old) => validateCrd(object, old),
};

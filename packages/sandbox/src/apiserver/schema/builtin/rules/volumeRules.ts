import type { StatusCause } from '../../../types';
import { duplicate, required } from '../../causes';
import { child, index } from '../../fieldPath';
import { type Fields, fieldsOf, labelCauses, listOf, textOf } from './common';

/** Rules of the volumes of a pod. */
export function volumeCauses(spec: Fields, path: string): StatusCause[] {
  const names = new Set<string>();
  return listOf(spec, 'volumes').flatMap((volume, i) => {
    const at = index(child(path, 'volumes'), i);
    const name = textOf(volume, 'name');
    const causes: StatusCause[] = [];
    const sources = Object.keys(volume).filter(field => field !== 'name');
    for (const extra of sources.slice(1)) {
      causes.push({
        reason: 'FieldValueForbidden',
        message: 'Forbidden: may not specify more than 1 volume type',
        field: child(at, extra),
      });
    }
    if (volume.secret && !textOf(fieldsOf(volume, 'secret'), 'secretName')) {
      causes.push(required(`${at}.secret.secretName`));
    }
    if (volume.configMap && !textOf(fieldsOf(volume, 'configMap'), 'name')) {
      causes.push(required(`${at}.configMap.name`));
    }
    if (!name) causes.push(required(child(at, 'name')));
    else causes.push(...labelCauses(name, child(at, 'name')));
    if (names.has(name)) causes.push(duplicate(child(at, 'name'), name));
    names.add(name);
    return causes;
  });
}

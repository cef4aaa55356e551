import { compareText } from '../json';
import type { Problems } from '../parse/Problems';
import type { ScoreResource } from '../parse/workloadSchema';
import type { Provisioner } from '../types';
import { DEFAULT_CLASS } from './annotations';

/** The provisioner for a resource by type and class; what has none is said with what there is. */
export function findProvisioner(options: {
  name: string;
  resource: ScoreResource;
  provisioners: readonly Provisioner[];
  problems: Problems;
}): Provisioner | undefined {
  const { name, resource, provisioners, problems } = options;
  const wanted = resource.class ?? DEFAULT_CLASS;
  const ofType = provisioners.filter(it => it.type === resource.type);
  const found = ofType.find(it => it.class === wanted);
  if (found) {
    return found;
  }
  if (ofType.length > 0) {
    const classes = ofType.map(it => it.class).sort(compareText);
    problems.add(
      ['resources', name, resource.class === undefined ? 'type' : 'class'],
      {
        message: `The platform offers ${resource.type}, but not in the class ${wanted}.`,
        mend: `Choose one of its classes: ${classes.join(', ')}.`,
      },
    );
  } else {
    const types = [...new Set(provisioners.map(it => it.type))];
    problems.add(['resources', name, 'type'], {
      message: `Nothing on the platform provides the type ${resource.type}.`,
      mend: `Choose what there is: ${types
        .sort(compareText)
        .join(', ')}. Or ask the platform team for it.`,
    });
  }
  return undefined;
}

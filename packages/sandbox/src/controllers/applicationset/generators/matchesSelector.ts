import { plain } from '../../composition/go/sprintf';
import { isMap } from '../goTemplate/goValues';
import type { LabelSelector, Parameters } from '../types';

/** Whether a parameter set has what a selector asks for; nested values go by dotted names. */
export function matchesSelector(
  selector: LabelSelector,
  parameters: Parameters,
): boolean {
  const known = flat(parameters);
  const equal = Object.entries(selector.matchLabels ?? {}).every(
    ([key, value]) => known.get(key) === value,
  );
  return (
    equal &&
    (selector.matchExpressions ?? []).every(
      ({ key, operator, values = [] }) => {
        const value = known.get(key);
        switch (operator) {
          case 'In':
            return value !== undefined && values.includes(value);
          case 'NotIn':
            return value === undefined || !values.includes(value);
          case 'Exists':
            return value !== undefined;
          case 'DoesNotExist':
            return value === undefined;
          default:
            throw new Error(
              `"${operator}" is not a valid label selector operator`,
            );
        }
      },
    )
  );
}

function flat(parameters: Parameters, prefix = ''): Map<string, string> {
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(parameters)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (isMap(value)) for (const each of flat(value, key)) known.set(...each);
    else if (value !== undefined) known.set(key, plain(value));
  }
  return known;
}

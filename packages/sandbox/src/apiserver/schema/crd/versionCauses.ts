import type { SchemaNode, StatusCause } from '../../types';
import { duplicate, invalid, required } from '../causes';
import { index } from '../fieldPath';
import type { CrdVersion } from './crdTypes';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = [
  'byte',
  'date',
  'date-time',
  'double',
  'float',
  'int32',
  'int64',
  'password',
];
const PATH_TEXT = 'must be a simple json path starting with .';

function isPath(path: string): boolean {
  return /^\.[^.]/.test(path);
}

/** Checks the printer columns of a version. */
export function columnCauses(version: CrdVersion, path: string): StatusCause[] {
  return (version.additionalPrinterColumns ?? []).flatMap((column, i) => {
    const at = index(`${path}.additionalPrinterColumns`, i);
    const causes: StatusCause[] = [];
    const types = `must be one of ${COLUMN_TYPES.join(',')}`;
    if (!column.name) causes.push(required(`${at}.name`));
    if (!column.type) causes.push(required(`${at}.type`, types));
    else if (!COLUMN_TYPES.includes(column.type)) {
      causes.push(invalid(`${at}.type`, column.type, types));
    }
    if (column.format && !COLUMN_FORMATS.includes(column.format)) {
      causes.push(
        invalid(
          `${at}.format`,
          column.format,
          `must be one of ${COLUMN_FORMATS.join(',')}`,
        ),
      );
    }
    if (!column.jsonPath) causes.push(required(`${at}.JSONPath`));
    else if (!isPath(column.jsonPath)) {
      causes.push(invalid(`${at}.JSONPath`, column.jsonPath, PATH_TEXT));
    }
    return causes;
  });
}

/** Checks the scale subresource of a version. */
export function scaleCauses(version: CrdVersion, path: string): StatusCause[] {
  const scale = version.subresources?.scale;
  if (!scale) return [];
  const at = `${path}.subresources.scale`;
  const check = (
    name: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath',
    roots: string[],
  ): StatusCause[] => {
    const value = scale[name];
    if (!value) {
      return name === 'labelSelectorPath' ? [] : [required(`${at}.${name}`)];
    }
    if (!isPath(value)) return [invalid(`${at}.${name}`, value, PATH_TEXT)];
    return roots.some(root => value.startsWith(`${root}.`))
      ? []
      : [
          invalid(
            `${at}.${name}`,
            value,
            `should be a json path under ${roots.join(' or ')}`,
          ),
        ];
  };
  return [
    ...check('specReplicasPath', ['.spec']),
    ...check('statusReplicasPath', ['.status']),
    ...check('labelSelectorPath', ['.spec', '.status']),
  ];
}

/** Checks the selectable fields of a version. */
export function selectableCauses(
  version: CrdVersion,
  path: string,
): StatusCause[] {
  const seen = new Set<string>();
  return (version.selectableFields ?? []).flatMap(({ jsonPath }, i) => {
    const at = `${index(`${path}.selectableFields`, i)}.jsonPath`;
    if (!jsonPath) return [required(at)];
    if (seen.has(jsonPath)) return [duplicate(at, jsonPath)];
    seen.add(jsonPath);
    if (!isPath(jsonPath)) {
      return [invalid(at, jsonPath, PATH_TEXT)];
    }
    const node = jsonPath
      .slice(1)
      .split('.')
      .reduce<SchemaNode | undefined>(
        (schema, name) => schema?.properties?.[name],
        version.schema?.openAPIV3Schema,
      );
    if (!node || jsonPath.startsWith('.metadata')) {
      return [
        invalid(
          at,
          jsonPath,
          'is an invalid path: does not refer to a valid field',
        ),
      ];
    }
    return ['string', 'boolean', 'integer'].includes(node.type ?? '')
      ? []
      : [
          invalid(
            at,
            jsonPath,
            'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
          ),
        ];
  });
}

import type { KubeObject, PrinterColumn, ResourceType } from '../types';
import type { ListMeta } from '../verbs/represent';
import { builtinColumns } from './builtinColumns';
import { humanDuration } from './humanDuration';
import { evaluateJsonPath } from './jsonPath';

/** How much of each object a table row carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const NAME: PrinterColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically.',
  jsonPath: '.metadata.name',
};

const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created.',
  jsonPath: '.metadata.creationTimestamp',
};

/** Columns of a type: its own after the name, or name and age. */
export function columnsOf(type: ResourceType): PrinterColumn[] {
  const own =
    type.printerColumns.length > 0
      ? type.printerColumns
      : builtinColumns(type) ?? [AGE];
  return [NAME, ...own];
}

/** `meta.k8s.io` Table as `kubectl get` asks for. */
export function renderTable(options: {
  type: ResourceType;
  objects: readonly KubeObject[];
  version: string;
  includeObject: IncludeObject;
  withColumns: boolean;
  meta: ListMeta;
  now: Date;
}): unknown {
  const { type, objects, version, includeObject, meta, now } = options;
  const columns = columnsOf(type);
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: meta,
    columnDefinitions: options.withColumns
      ? columns.map(column => ({
          name: column.name,
          type:
            column.type === 'date' && type.crdName === undefined
              ? 'string'
              : column.type,
          format: column.format ?? '',
          description: column.description || describeColumn(column),
          priority: column.priority ?? 0,
        }))
      : null,
    rows: objects.map(object => ({
      cells: columns.map(column => cell(column, object, now)),
      object: rowObject(object, includeObject, version),
    })),
  };
}

function describeColumn(column: PrinterColumn): string {
  return column.jsonPath
    ? `Custom resource definition column (in JSONPath format): ${column.jsonPath}`
    : column.name;
}

function rowObject(
  object: KubeObject,
  include: IncludeObject,
  version: string,
): unknown {
  if (include === 'None') return null;
  if (include === 'Object') return object;
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: object.metadata,
  };
}

function cell(column: PrinterColumn, object: KubeObject, now: Date): unknown {
  if (column.value) return column.value(object, now);
  const [value] = evaluateJsonPath(column.jsonPath ?? '', object);
  if (value === undefined || value === null) {
    return null;
  }
  switch (column.type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date': {
      const time = Date.parse(String(value));
      return Number.isNaN(time)
        ? '<invalid>'
        : humanDuration(now.getTime() - time);
    }
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

import type { KubeObject, PrinterColumn, ResourceType } from '../types';
import type { ListMeta } from '../verbs/represent';
import { builtinTable, textOf, type BuiltinTable } from './builtinColumns';
import { humanDuration } from './humanDuration';
import { evaluateJsonPath } from './jsonPath';

/** How much of each object a table row carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const NAME: PrinterColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: textOf('@name'),
  jsonPath: '.metadata.name',
};

const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  description: textOf('@age'),
  jsonPath: '.metadata.creationTimestamp',
};

/** Columns of a type and how their cells are filled. */
function tableOf(type: ResourceType): BuiltinTable {
  if (type.crdName === undefined) return builtinTable(type);
  const own = type.printerColumns.length > 0 ? type.printerColumns : [AGE];
  const columns = [NAME, ...own];
  return {
    columns,
    print: (object, now) => columns.map(column => cell(column, object, now)),
  };
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
  const { columns, print } = tableOf(type);
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: meta,
    columnDefinitions: options.withColumns
      ? columns.map(column => ({
          name: column.name,
          type: column.type,
          format: column.format ?? '',
          description: column.description || describeColumn(column),
          priority: column.priority ?? 0,
        }))
      : null,
    rows: objects.map(object => ({
      cells: print(object, now),
      ...rowConditions(type, object),
      object: rowObject(object, includeObject, version),
    })),
  };
}

/** Pods that have ended say so beside their cells, for those who grey them out. */
function rowConditions(type: ResourceType, object: KubeObject): object {
  if (type.group !== '' || type.plural !== 'pods') return {};
  const { phase } = (object.status ?? {}) as { phase?: string };
  if (phase !== 'Succeeded' && phase !== 'Failed') return {};
  return {
    conditions: [
      {
        type: 'Completed',
        status: 'True',
        reason: phase,
        message:
          phase === 'Failed'
            ? 'The pod failed.'
            : 'The pod has completed successfully.',
      },
    ],
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

import { ApiError } from '../errors';
import type { StoredObject } from '../storage/StoredObject';
import type { ResourceType } from '../types';
import { fromStorage } from '../verbs/convert';
import { parseFieldSelector, type FieldRequirement } from './fieldSelector';
import {
  matchesLabels,
  parseLabelSelector,
  SelectorError,
  type LabelRequirement,
} from './labelSelector';

const METADATA_FIELDS = ['metadata.name', 'metadata.namespace'];

/** Label and field selector of one request. */
export class ObjectFilter {
  private constructor(
    private readonly type: ResourceType,
    private readonly labels: LabelRequirement[],
    private readonly fields: FieldRequirement[],
  ) {}

  /** @throws ApiError 400 for selectors that cannot be read or fields unknown to the kind */
  static fromQuery(type: ResourceType, query: URLSearchParams): ObjectFilter {
    try {
      const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
      for (const { field } of fields) checkField(type, field);
      return new ObjectFilter(
        type,
        parseLabelSelector(query.get('labelSelector') ?? ''),
        fields,
      );
    } catch (error) {
      if (error instanceof SelectorError) {
        throw ApiError.badRequest(error.message);
      }
      throw error;
    }
  }

  get selectsAll(): boolean {
    return this.labels.length === 0 && this.fields.length === 0;
  }

  matches(stored: StoredObject): boolean {
    if (!matchesLabels(this.labels, stored.labels)) return false;
    let object: Record<string, unknown> | undefined;
    return this.fields.every(({ field, operator, value }) => {
      let actual: string;
      if (field === 'metadata.name') actual = stored.name;
      else if (field === 'metadata.namespace') actual = stored.namespace;
      else {
        object ??= fromStorage(this.type, stored);
        actual = fieldText(object, field);
      }
      return (actual === value) === (operator === '=');
    });
  }
}

function checkField(type: ResourceType, field: string): void {
  if (METADATA_FIELDS.includes(field)) {
    if (field !== 'metadata.namespace' || type.namespaced) return;
    if (type.crdName === undefined) return;
  } else if (type.selectableFields.includes(field)) {
    return;
  }
  throw ApiError.badRequest(
    type.selectableFields.length > 0
      ? `field label not supported: ${field}`
      : `"${field}" is not a known field selector: only ${[
          ...METADATA_FIELDS,
          ...type.selectableFields,
        ]
          .map(name => `"${name}"`)
          .join(', ')}`,
  );
}

function fieldText(object: Record<string, unknown>, field: string): string {
  let value: unknown = object;
  for (const part of field.split('.')) {
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[part]
        : undefined;
  }
  if (field === 'source' && typeof value === 'object' && value !== null) {
    value = (value as { component?: unknown }).component;
  }
  return value === undefined || value === null ? '' : String(value);
}

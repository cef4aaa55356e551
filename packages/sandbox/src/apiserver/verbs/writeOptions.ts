import { ApiError } from '../errors';

/** Options shared by all writes. */
export interface WriteOptions {
  dryRun: boolean;
  fieldManager: string;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
}

/** The real server falls back to the first part of the client's name. */
export function managerFromUserAgent(userAgent: string | undefined): string {
  const first = (userAgent ?? '').split('/')[0].slice(0, 128);
  return first || 'unknown';
}

/** 422 for an option of the query or of a delete's body. */
export function invalidOption(
  kind: string,
  field: string,
  reason: string,
  message: string,
): ApiError {
  return ApiError.invalid({ group: 'meta.k8s.io', kind }, '', [
    { field, reason, message },
  ]);
}

/**
 * Reads `dryRun`, `fieldManager` and `fieldValidation`.
 *
 * @param kind - `CreateOptions`, `UpdateOptions` or `PatchOptions`, for errors
 * @throws ApiError 422 for unknown values
 */
export function readWriteOptions(
  kind: string,
  query: URLSearchParams,
  userAgent: string | undefined,
): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  if (fieldManager.length > 128) {
    throw invalidOption(
      kind,
      'fieldManager',
      'FieldValueTooLong',
      'Too long: may not be more than 128 bytes',
    );
  }
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (!['Strict', 'Warn', 'Ignore'].includes(fieldValidation)) {
    throw invalidOption(
      kind,
      'fieldValidation',
      'FieldValueNotSupported',
      `Unsupported value: "${fieldValidation}": supported values: "", "Ignore", "Strict", "Warn"`,
    );
  }
  return {
    dryRun: readDryRun(kind, query.getAll('dryRun')),
    fieldManager: fieldManager || managerFromUserAgent(userAgent),
    fieldValidation: fieldValidation as WriteOptions['fieldValidation'],
  };
}

/** @throws ApiError 422 unless the values are empty or `All` */
export function readDryRun(kind: string, values: string[]): boolean {
  const wrong = values.find(value => value !== 'All' && value !== '');
  if (wrong !== undefined) {
    throw invalidOption(
      kind,
      'dryRun',
      'FieldValueNotSupported',
      `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`,
    );
  }
  return values.includes('All');
}

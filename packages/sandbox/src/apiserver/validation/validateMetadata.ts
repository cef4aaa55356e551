import type { KubeObject, ResourceType, StatusCause } from '../types';
import { dnsSubdomain, nameRuleFor } from './names';

const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
/** Finalizers that may do without a domain. */
const STANDARD = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);
const MAX_ANNOTATIONS = 256 * 1024;

/** A cause of `Status.details`, for a value that is not as it must be. */
export function invalidValue(
  field: string,
  value: unknown,
  message: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value)}: ${message}`,
    field,
  };
}

function qualifiedNameProblem(key: string): string | undefined {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  if (parts.length > 2) {
    return `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
  }
  if (parts.length === 2) {
    if (parts[0] === '') return 'prefix part must be non-empty';
    const problem = dnsSubdomain(parts[0]);
    if (problem) {
      return `prefix part ${problem.replace('253 characters', '253 bytes')}`;
    }
  }
  if (name === '') return 'name part must be non-empty';
  if (name.length > 63) return 'name part must be no more than 63 bytes';
  return QUALIFIED_NAME.test(name)
    ? undefined
    : `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;
}

function validateLabels(labels: Record<string, string>): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const [key, value] of Object.entries(labels)) {
    const problem = qualifiedNameProblem(key);
    if (problem) causes.push(invalidValue('metadata.labels', key, problem));
    if (value.length > 63) {
      causes.push(
        invalidValue('metadata.labels', value, 'must be no more than 63 bytes'),
      );
    } else if (!LABEL_VALUE.test(value)) {
      causes.push(
        invalidValue(
          'metadata.labels',
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        ),
      );
    }
  }
  return causes;
}

function validateAnnotations(
  annotations: Record<string, string>,
): StatusCause[] {
  const causes: StatusCause[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    const problem = qualifiedNameProblem(key.toLowerCase());
    if (problem) {
      causes.push(invalidValue('metadata.annotations', key, problem));
    }
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > MAX_ANNOTATIONS) {
    causes.push({
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${MAX_ANNOTATIONS} bytes`,
      field: 'metadata.annotations',
    });
  }
  return causes;
}

/** Whether a finalizer has neither a domain nor a meaning to the server. */
export function isUnqualified(finalizer: string): boolean {
  return !finalizer.includes('/') && !STANDARD.has(finalizer);
}

function validateOwners(object: KubeObject): StatusCause[] {
  const causes: StatusCause[] = [];
  const owners = object.metadata.ownerReferences ?? [];
  for (const owner of owners) {
    for (const field of ['kind', 'name', 'uid', 'apiVersion'] as const) {
      if (!owner[field]) {
        causes.push(
          invalidValue(
            `metadata.ownerReferences.${field}`,
            '',
            field === 'apiVersion'
              ? 'version must not be empty'
              : 'must not be empty',
          ),
        );
      }
    }
  }
  const controllers = owners.filter(owner => owner.controller);
  if (controllers.length > 1) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(
        owners,
      )}: Only one reference can have Controller set to true. Found "true" in references for ${controllers
        .map(owner => `${owner.kind}/${owner.name}`)
        .slice(0, 2)
        .join(' and ')}`,
      field: 'metadata.ownerReferences',
    });
  }
  return causes;
}

/** Only the built-in kinds insist on a domain; the rest is but warned of. */
function validateFinalizers(
  type: ResourceType,
  object: KubeObject,
): StatusCause[] {
  const strict =
    type.crdName === undefined && type.group !== 'apiextensions.k8s.io';
  const causes: StatusCause[] = [];
  (object.metadata.finalizers ?? []).forEach((finalizer, index) => {
    const problem = qualifiedNameProblem(finalizer);
    if (problem) {
      causes.push(invalidValue('metadata.finalizers', finalizer, problem));
    } else if (strict && isUnqualified(finalizer)) {
      causes.push(
        invalidValue(
          `metadata.finalizers[${index}]`,
          finalizer,
          'name is neither a standard finalizer name nor is it fully qualified',
        ),
      );
    }
  });
  return causes;
}

/** Rules for metadata that hold for every kind. */
export function validateMetadata(
  type: ResourceType,
  object: KubeObject,
  old?: KubeObject,
): StatusCause[] {
  const { metadata } = object;
  const causes: StatusCause[] = [];
  if (!metadata.name) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ];
  }
  if (!old) {
    // The dash at the end of a prefix is one in the middle of the name.
    const prefix = metadata.generateName?.replace(/-$/, 'a');
    const wrong = prefix && nameRuleFor(type)(prefix);
    if (wrong) {
      causes.push(
        invalidValue('metadata.generateName', metadata.generateName, wrong),
      );
    }
    const problem = nameRuleFor(type)(metadata.name);
    if (problem) {
      causes.push(invalidValue('metadata.name', metadata.name, problem));
    }
  } else if (old.metadata.deletionTimestamp) {
    const added = (metadata.finalizers ?? []).filter(
      finalizer => !old.metadata.finalizers?.includes(finalizer),
    );
    if (added.length > 0) {
      const cause = {
        reason: 'FieldValueForbidden',
        message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
          .map(name => JSON.stringify(name))
          .join(', ')}}`,
        field: 'metadata.finalizers',
      };
      // The rules of all kinds say it, and those of the kind again.
      causes.push(cause, cause);
    }
  }
  causes.push(
    ...validateLabels(metadata.labels ?? {}),
    ...validateAnnotations(metadata.annotations ?? {}),
    ...validateOwners(object),
    ...validateFinalizers(type, object),
  );
  return causes;
}

import type { FieldProblem } from '@cairn/plugin-claims-common';
import type { KubernetesInvalidError } from '@cairn/plugin-platform-node';

/**
 * How field errors begin in Kubernetes: kind of error, then the value where there is one. What follows
 * is the sentence somebody wrote for people (of a CEL rule, for example).
 */
const PREFIX =
  /^(?:Invalid value|Unsupported value|Forbidden|Required value|Duplicate value|Too long|Too many)(?:: (?:"(?:[^"\\]|\\.)*"|\{.*\}|\[.*\]|-?\d[\d.]*|true|false|null))?: (?=\S)/;

/** Of server-side apply, which gives no causes: `failed to create typed patch object (…): .spec.x: …`. */
const TYPED_PATCH = /: \.([A-Za-z0-9_.[\]-]+): (.+)$/s;
const UNKNOWN_FIELD = /unknown field "([^"]+)"/g;

function sentence(message: string): string {
  const text = message.replace(PREFIX, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a cluster finds wrong with an object, each at its field. */
export function problemsOf(error: KubernetesInvalidError): FieldProblem[] {
  if (error.causes.length > 0) {
    return error.causes.map(({ field, message }) => ({
      field: field ?? 'spec',
      message: sentence(message),
    }));
  }
  const unknown = [...error.message.matchAll(UNKNOWN_FIELD)].map(
    ([, field]) => ({ field, message: 'Is not a field of this offering.' }),
  );
  if (unknown.length > 0) {
    return unknown;
  }
  const typed = TYPED_PATCH.exec(error.message);
  return typed
    ? [{ field: typed[1], message: sentence(typed[2]) }]
    : [{ field: 'spec', message: sentence(error.message) }];
}

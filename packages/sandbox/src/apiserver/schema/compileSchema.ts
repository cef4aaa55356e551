import type {
  CompiledSchema,
  KubeObject,
  SchemaNode,
  StatusCause,
} from '../types';
import { applyDefaults } from './applyDefaults';
import { invalid } from './causes';
import { compileRules } from './cel/compileRules';
import { embeddedObjectCauses } from './embeddedObject';
import { pruneUnknown } from './pruneUnknown';
import { ratchet } from './ratchet';
import { listTypeCauses } from './validateListTypes';
import { validateValue } from './validateValue';

/** Findings that leave the object too broken for rules to be looked at. */
const blocking = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

/**
 * Makes a CRD version's schema ready for use: pruning, defaulting and
 * validation as `apiextensions` does them.
 *
 * @param openAPIV3Schema - The structural schema; `undefined` takes anything.
 * @param options - `preserveUnknownFields` of the CRD.
 */
export function compileSchema(
  openAPIV3Schema: SchemaNode | undefined,
  options: { preserveUnknownFields?: boolean } = {},
): CompiledSchema {
  const schema: SchemaNode = openAPIV3Schema ?? {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  const rules = compileRules(schema);

  return {
    schema,
    prune(object: KubeObject): string[] {
      if (options.preserveUnknownFields) return [];
      return pruneUnknown(schema, object, { wholeObject: true });
    },
    applyDefaults(object: KubeObject): void {
      applyDefaults(schema, object);
    },
    validate(object: KubeObject, oldObject?: KubeObject): StatusCause[] {
      const check = (): StatusCause[] => {
        const causes = [
          ...validateValue(schema, object, ''),
          ...embeddedObjectCauses(schema, object),
          ...listTypeCauses(schema, object, ''),
        ];
        return oldObject ? ratchet(schema, causes, object, oldObject) : causes;
      };
      const causes = check();
      if (rules) {
        if (causes.some(cause => blocking.has(cause.reason))) {
          causes.push(
            invalid(
              '<nil>',
              null,
              'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
            ),
          );
        } else {
          causes.push(...rules.evaluate(object, oldObject));
        }
      }
      return causes;
    },
  };
}

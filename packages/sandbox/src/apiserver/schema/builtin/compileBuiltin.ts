import type {
  CompiledSchema,
  KubeObject,
  SchemaNode,
  StatusCause,
} from '../../types';
import { applyDefaults } from '../applyDefaults';
import { pruneUnknown } from '../pruneUnknown';
import { validateValue } from '../validateValue';
import { modelSchema } from './modelSchema';

/** Rules of a kind that a schema cannot say. */
export type KindRules = (object: KubeObject, old?: KubeObject) => StatusCause[];

/**
 * The schema of a built-in kind, derived from the client's model at the first
 * use.
 *
 * @param model - Name of the client's model, such as `V1Deployment`.
 */
export function compileBuiltin(
  model: string,
  rules?: KindRules,
): CompiledSchema {
  return {
    get schema(): SchemaNode {
      return modelSchema(model);
    },
    prune(object: KubeObject): string[] {
      return pruneUnknown(modelSchema(model), object, { wholeObject: true });
    },
    applyDefaults(object: KubeObject): void {
      applyDefaults(modelSchema(model), object);
    },
    validate(object: KubeObject, old?: KubeObject): StatusCause[] {
      const causes = validateValue(modelSchema(model), object, '').filter(
        // Metadata and status are written by those who look after them.
        ({ field }) => !/^(metadata|status)\b|\.metadata\./.test(field),
      );
      return causes.length > 0 ? causes : rules?.(object, old) ?? [];
    },
  };
}

import { ApiError } from '../../errors';
import type {
  CompiledSchema,
  KubeObject,
  SchemaNode,
  StatusCause,
} from '../../types';
import { fillDefaults } from '../applyDefaults';
import { pruneUnknown } from '../pruneUnknown';
import { computedDefaults } from './computedDefaults';
import { decodeGo, zeroStruct } from './decodeGo';
import { modelSchema, typeName } from './modelSchema';

/** Rules of a kind that a schema cannot say. */
export type KindRules = (object: KubeObject, old?: KubeObject) => StatusCause[];

/** Kinds whose name another group has taken. */
const structs: Record<string, string> = {
  CoreV1Event: 'Event',
  EventsV1Event: 'events/Event',
  V2HorizontalPodAutoscaler: 'v2/HorizontalPodAutoscaler',
};

/**
 * The schema of a built-in kind, derived from the client's model at the first
 * use. What a CRD's schema refuses with a 422 a built-in kind refuses while
 * decoding.
 *
 * @param model - Name of the client's model, such as `V1Deployment`.
 */
export function compileBuiltin(
  model: string,
  rules?: KindRules,
): CompiledSchema {
  const struct = structs[model] ?? typeName(model);
  return {
    get schema(): SchemaNode {
      return modelSchema(model);
    },
    prune(object: KubeObject): string[] {
      const problem = decodeGo(struct, object);
      if (problem) throw undecodable(object, problem);
      return pruneUnknown(modelSchema(model), object, { wholeObject: true });
    },
    applyDefaults(object: KubeObject): void {
      fillDefaults(modelSchema(model), object);
      computedDefaults(model, object);
    },
    validate(object: KubeObject, old?: KubeObject): StatusCause[] {
      return rules?.(object, old) ?? [];
    },
    empty(): Record<string, unknown> {
      return zeroStruct(struct);
    },
  };
}

function undecodable({ kind, apiVersion }: KubeObject, problem: string) {
  const version = apiVersion.split('/').pop() ?? '';
  return ApiError.badRequest(
    `${kind} in version ${JSON.stringify(
      version,
    )} cannot be handled as a ${kind}: ${problem}`,
  );
}

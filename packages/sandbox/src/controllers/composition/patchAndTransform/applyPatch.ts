import type { Json, JsonObject } from '../../runtime';
import {
  expandWildcards,
  getFieldPath,
  mergeFieldPath,
} from '../fieldpath/FieldPath';
import type { MergePolicy } from '../fieldpath/mergeValues';
import { goJson } from '../go/goJson';
import type { GoValue } from '../go/goTypeName';
import { sprintf } from '../go/sprintf';
import type { Patch } from './input';
import { resolveTransforms } from './resolveTransforms';

const MERGE_POLICIES: Record<string, MergePolicy | undefined> = {
  MergeObject: { override: false, appendArrays: false },
  MergeObjects: { override: false, appendArrays: false },
  AppendArray: { override: false, appendArrays: true },
  MergeObjectsAppendArrays: { override: false, appendArrays: true },
  ForceMergeObjects: { override: true, appendArrays: false },
  ForceMergeObjectsAppendArrays: { override: true, appendArrays: true },
};

/**
 * Copies a value from one object to another, through the patch's transforms.
 *
 * @throws FieldNotFoundError when the source is missing; whether that matters is the policy's business
 */
export function applyPatch(
  patch: Patch,
  from: JsonObject,
  to: JsonObject,
): void {
  if (patch.combine) {
    const values = (patch.combine.variables ?? []).map(variable =>
      getFieldPath(from, variable.fromFieldPath ?? ''),
    );
    const combined = sprintf(patch.combine.string?.fmt ?? '', ...values);
    write(
      patch,
      resolveTransforms(patch.transforms, combined),
      to,
      patch.toFieldPath ?? '',
    );
    return;
  }
  const { fromFieldPath = '' } = patch;
  const toFieldPath = patch.toFieldPath ?? fromFieldPath;
  const value = resolveTransforms(
    patch.transforms,
    structuredClone(getFieldPath(from, fromFieldPath)),
  );
  if (!toFieldPath.includes('[*]')) {
    write(patch, value, to, toFieldPath);
    return;
  }
  const paths = expandWildcards(to, toFieldPath);
  if (paths.length === 0) {
    throw new Error(`cannot expand ToFieldPath ${toFieldPath}`);
  }
  for (const path of paths) write(patch, value, to, path);
}

function write(
  patch: Patch,
  value: GoValue,
  to: JsonObject,
  path: string,
): void {
  const policy = patch.policy?.toFieldPath;
  try {
    mergeFieldPath(
      to,
      path,
      toJson(value),
      policy === undefined ? undefined : MERGE_POLICIES[policy],
    );
    if (typeof to.kind !== 'string' || to.kind === '') {
      throw new Error(`Object 'Kind' is missing in '${goJson(to)}'`);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    error.message = `cannot patch to object: ${error.message}`;
    throw error;
  }
}

/** Whole numbers leave the chain of transforms as JSON numbers, with the precision those have. */
function toJson(value: GoValue): Json {
  return typeof value === 'bigint' ? Number(value) : structuredClone(value);
}

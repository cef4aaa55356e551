import type {
  ConnectionDetail,
  Patch,
  ReadinessCheck,
  ResourcesInput,
  Template,
} from './input';
import { invalid, required } from './FieldError';
import { validateTransform } from './validateTransform';

const PATCH_TYPES = [
  'FromCompositeFieldPath',
  'ToCompositeFieldPath',
  'CombineFromComposite',
  'CombineToComposite',
  'FromEnvironmentFieldPath',
  'ToEnvironmentFieldPath',
  'CombineFromEnvironment',
  'CombineToEnvironment',
  'PatchSet',
];
const TO_POLICIES = [
  'Replace',
  'MergeObjects',
  'MergeObjectsAppendArrays',
  'ForceMergeObjects',
  'ForceMergeObjectsAppendArrays',
  'MergeObject',
  'AppendArray',
];

/** Checks the input before anything runs. @throws FieldError naming the field */
export function validateInput(input: ResourcesInput): void {
  for (const set of input.patchSets ?? []) {
    if (!set.name) throw required('name', 'name is required');
    (set.patches ?? []).forEach((patch, index) => {
      const path = `patches[${index}]`;
      if (patch.type === 'PatchSet') {
        throw invalid(
          `${path}.type`,
          'PatchSet',
          'patch type *v1beta1.PatchSetPatch does not support patch of type PatchSet',
        );
      }
      validatePatch(patch, path);
    });
  }
  const environmentPatches = input.environment?.patches ?? [];
  if (!input.resources?.length && !environmentPatches.length) {
    throw required(
      'resources',
      'resources or environment patches are required',
    );
  }
  (input.resources ?? []).forEach((template, index) =>
    validateTemplate(template, `resources[${index}]`),
  );
  environmentPatches.forEach((patch, index) => {
    const path = `environment.patches[${index}]`;
    const type = typeOf(patch);
    if (
      ['CombineFromEnvironment', 'CombineToEnvironment', 'PatchSet'].includes(
        type,
      )
    ) {
      throw invalid(`${path}[type]`, type, 'invalid environment patch type');
    }
    validatePatch(patch, path);
  });
}

/** The type of a patch; the default is from composite to composed. */
export function typeOf(patch: Patch): string {
  return patch.type || 'FromCompositeFieldPath';
}

function validateTemplate(template: Template, path: string): void {
  if (!template.name) throw required(`${path}.name`, 'name is required');
  (template.patches ?? []).forEach((patch, index) =>
    validatePatch(patch, `${path}.patches[${index}]`),
  );
  (template.connectionDetails ?? []).forEach((detail, index) =>
    validateConnectionDetail(detail, `${path}.connectionDetails[${index}]`),
  );
  (template.readinessChecks ?? []).forEach((check, index) =>
    validateReadinessCheck(check, `${path}.readinessChecks[${index}]`),
  );
}

function validatePatch(patch: Patch, path: string): void {
  const type = typeOf(patch);
  if (!PATCH_TYPES.includes(type)) {
    throw invalid(`${path}.type`, type, 'unknown patch type');
  }
  if (type === 'PatchSet') {
    if (!patch.patchSetName) {
      throw required(
        `${path}.patchSetName`,
        'patchSetName must be set for patch type PatchSet',
      );
    }
  } else if (type.startsWith('Combine')) {
    validateCombine(patch, type, path);
  } else if (!patch.fromFieldPath) {
    throw required(
      `${path}.fromFieldPath`,
      `fromFieldPath must be set for patch type ${type}`,
    );
  }
  (patch.transforms ?? []).forEach((transform, index) =>
    validateTransform(transform, `${path}.transforms[${index}]`),
  );
  const to = patch.policy?.toFieldPath;
  if (to !== undefined && !TO_POLICIES.includes(to)) {
    throw invalid(
      `${path}.policy.toFieldPathPolicy`,
      to,
      'unknown toFieldPathPolicy',
    );
  }
  const from = patch.policy?.fromFieldPath;
  if (from !== undefined && from !== 'Required' && from !== 'Optional') {
    throw invalid(
      `${path}.policy.fromFieldPathPolicy`,
      from,
      'unknown fromFieldPathPolicy',
    );
  }
}

function validateCombine(patch: Patch, type: string, path: string): void {
  const { combine } = patch;
  if (!combine)
    throw required(
      `${path}.combine`,
      `combine must be set for patch type ${type}`,
    );
  if (!patch.toFieldPath) {
    throw required(
      `${path}.toFieldPath`,
      `toFieldPath must be set for patch type ${type}`,
    );
  }
  if (!combine.variables?.length) {
    throw required(
      `${path}.combine.variables`,
      'at least one variable must be provided',
    );
  }
  combine.variables.forEach((variable, index) => {
    if (!variable.fromFieldPath) {
      throw required(
        `${path}.combine.variables[${index}].fromFieldPath`,
        'fromFieldPath must be set for each combine variable',
      );
    }
  });
  if (combine.strategy !== 'string') {
    throw invalid(
      `${path}.combine.strategy`,
      combine.strategy ?? '',
      'unknown strategy type',
    );
  }
  if (!combine.string) {
    throw required(
      `${path}.combine.string`,
      'string must be set for combine strategy string',
    );
  }
}

function validateConnectionDetail(
  detail: ConnectionDetail,
  path: string,
): void {
  if (!detail.type)
    throw required(`${path}.type`, 'connection detail type is required');
  if (!detail.name) throw required(`${path}.name`, 'name is required');
  const needs: Record<string, [keyof ConnectionDetail, string]> = {
    FromValue: ['value', 'value connection detail requires a value'],
    FromConnectionSecretKey: [
      'fromConnectionSecretKey',
      'from connection secret key connection detail requires a key',
    ],
    FromFieldPath: [
      'fromFieldPath',
      'from field path connection detail requires a field path',
    ],
  };
  if (!Object.hasOwn(needs, detail.type)) {
    throw invalid(
      `${path}.type`,
      detail.type,
      'unknown connection detail type',
    );
  }
  const [field, problem] = needs[detail.type];
  if (detail[field] === undefined) throw required(`${path}.${field}`, problem);
}

function validateReadinessCheck(check: ReadinessCheck, path: string): void {
  const { type = '' } = check;
  const known = [
    'NonEmpty',
    'MatchString',
    'MatchInteger',
    'MatchTrue',
    'MatchFalse',
    'MatchCondition',
    'None',
  ];
  if (!known.includes(type)) {
    throw invalid(`${path}.type`, type, 'unknown readiness check type');
  }
  if (type === 'None') return;
  if (type === 'MatchString' && check.matchString === undefined) {
    throw required(`${path}.matchString`, 'cannot be nil for type MatchString');
  }
  if (type === 'MatchInteger' && check.matchInteger === undefined) {
    throw required(
      `${path}.matchInteger`,
      'cannot be nil for type MatchInteger',
    );
  }
  if (type === 'MatchCondition') {
    const condition = check.matchCondition;
    if (condition && !condition.type) {
      throw required(
        `${path}.matchCondition.type`,
        'cannot be empty for type MatchCondition',
      );
    }
    if (condition && !condition.status) {
      throw required(
        `${path}.matchCondition.status`,
        'cannot be empty for type MatchCondition',
      );
    }
    return;
  }
  if (!check.fieldPath) throw required(`${path}.fieldPath`, 'cannot be empty');
}

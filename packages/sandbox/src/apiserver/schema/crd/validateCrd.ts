import type { KubeObject, StatusCause } from '../../types';
import { forbidden, invalid, notSupported, required } from '../causes';
import { index } from '../fieldPath';
import { goValue, jsonEqual } from '../goValue';
import { type CrdSpec, type CrdVersion, crdSpec } from './crdTypes';
import { defaultCauses } from './defaultCauses';
import { storageVersion } from './defaultCrd';
import { groupCauses, labelCauses, namesCauses } from './nameCauses';
import { ruleCauses } from './ruleCauses';
import { structuralCauses } from './structuralCauses';
import { columnCauses, scaleCauses, selectableCauses } from './versionCauses';

const SCOPES = ['Cluster', 'Namespaced'];

/**
 * Checks a CRD as `apiextensions.k8s.io/v1` does: names, versions, structural
 * schemas, defaults, rules, columns.
 *
 * @param crd - With defaults filled in.
 * @param old - The CRD as it was, for what may not change.
 */
export function validateCrd(crd: KubeObject, old?: KubeObject): StatusCause[] {
  const spec = crdSpec(crd);
  const group = spec.group ?? '';
  const plural = spec.names?.plural ?? '';
  const name = crd.metadata.name ?? '';
  const causes: StatusCause[] = [];
  if (name !== `${plural}.${group}`) {
    causes.push(
      invalid(
        'metadata.name',
        name,
        'must be spec.names.plural+"."+spec.group',
      ),
    );
  }
  causes.push(...groupCauses(group));
  causes.push(...approvalCauses(crd, group));
  if (!spec.scope) causes.push(required('spec.scope'));
  else if (!SCOPES.includes(spec.scope)) {
    causes.push(notSupported('spec.scope', spec.scope, SCOPES));
  }
  causes.push(...namesCauses(spec.names));
  causes.push(...versionsCauses(spec));
  causes.push(...conversionCauses(spec));
  causes.push(...storedCauses(crd));
  if (spec.preserveUnknownFields) {
    causes.push(
      invalid(
        'spec.preserveUnknownFields',
        true,
        'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ),
    );
  }
  if (old) causes.push(...changeCauses(spec, crdSpec(old)));
  return causes;
}

/** Kubernetes keeps its own groups for what was agreed on there. */
function approvalCauses(crd: KubeObject, group: string): StatusCause[] {
  const annotation = 'api-approved.kubernetes.io';
  const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(group);
  if (!isProtected || crd.metadata.annotations?.[annotation]) return [];
  return [
    required(
      `metadata.annotations[${annotation}]`,
      `protected groups must have approval annotation "${annotation}", see https://github.com/kubernetes/enhancements/pull/1111`,
    ),
  ];
}

/** What all versions share the real server moves out of the versions, and names so. */
function isShared(versions: CrdVersion[], field: keyof CrdVersion): boolean {
  return versions.every(version =>
    jsonEqual(version[field] ?? null, versions[0][field] ?? null),
  );
}

function versionsCauses(spec: CrdSpec): StatusCause[] {
  const versions = spec.versions ?? [];
  const causes: StatusCause[] = [];
  versions.forEach((version, i) => {
    const at = index('spec.versions', i);
    const name = version.name ?? '';
    causes.push(...labelCauses(`${at}.name`, name));
    if (i === 0) causes.push(...labelCauses('spec.version', name));
    if (version.deprecationWarning !== undefined && !version.deprecated) {
      causes.push(
        invalid(
          `${at}.deprecationWarning`,
          version.deprecationWarning,
          'can only be set for deprecated versions',
        ),
      );
    }
    const place = (field: keyof CrdVersion) =>
      isShared(versions, field) ? 'spec' : at;
    const first = (field: keyof CrdVersion) =>
      i === 0 || !isShared(versions, field);
    if (!version.schema?.openAPIV3Schema) {
      causes.push(required(`${at}.schema.openAPIV3Schema`));
    } else if (first('schema')) {
      causes.push(
        ...schemaCauses(
          version,
          isShared(versions, 'schema')
            ? 'spec.validation.openAPIV3Schema'
            : `${at}.schema.openAPIV3Schema`,
        ),
      );
    }
    if (first('additionalPrinterColumns')) {
      causes.push(...columnCauses(version, place('additionalPrinterColumns')));
    }
    if (first('subresources')) {
      causes.push(...scaleCauses(version, place('subresources')));
    }
    if (first('selectableFields')) {
      causes.push(...selectableCauses(version, place('selectableFields')));
    }
  });
  const shown = goVersions(versions);
  const names = versions.map(({ name }) => name);
  const say = (text: string) =>
    causes.push({
      reason: 'FieldValueInvalid',
      field: 'spec.versions',
      message: `Invalid value: ${shown}: ${text}`,
    });
  if (new Set(names).size !== names.length) {
    say('must contain unique version names');
  }
  if (versions.filter(({ storage }) => storage).length !== 1) {
    say('must have exactly one version marked as storage version');
  }
  return causes;
}

function schemaCauses(version: CrdVersion, path: string): StatusCause[] {
  const schema = version.schema?.openAPIV3Schema ?? {};
  const causes = structuralCauses(schema, path);
  // What is not structural cannot be compiled or defaulted.
  return causes.length > 0
    ? causes
    : [...defaultCauses(schema, path), ...ruleCauses(schema, path)];
}

/** Versions as Go writes them; what all share stands elsewhere and is null here. */
function goVersions(versions: CrdVersion[]): string {
  return JSON.stringify(
    versions.map(version => ({
      Name: version.name ?? '',
      Served: version.served ?? false,
      Storage: version.storage ?? false,
      Deprecated: version.deprecated ?? false,
      DeprecationWarning: version.deprecationWarning ?? null,
      Schema: null,
      Subresources: null,
      AdditionalPrinterColumns: null,
      SelectableFields: null,
    })),
  );
}

function conversionCauses({ conversion }: CrdSpec): StatusCause[] {
  const strategy = conversion?.strategy ?? 'None';
  if (!['None', 'Webhook'].includes(strategy)) {
    return [
      notSupported('spec.conversion.strategy', strategy, ['None', 'Webhook']),
    ];
  }
  if (strategy === 'None') {
    return conversion?.webhook
      ? [
          forbidden(
            'spec.conversion.webhookClientConfig',
            'should not be set when strategy is not set to Webhook',
          ),
        ]
      : [];
  }
  const causes: StatusCause[] = [];
  if (!conversion?.webhook?.clientConfig) {
    causes.push(
      required(
        'spec.conversion.webhookClientConfig',
        'required when strategy is set to Webhook',
      ),
    );
  }
  if (!conversion?.webhook?.conversionReviewVersions?.length) {
    causes.push(required('spec.conversion.conversionReviewVersions'));
  }
  return causes;
}

function storedCauses(crd: KubeObject): StatusCause[] {
  const stored =
    (crd.status as { storedVersions?: string[] } | undefined)?.storedVersions ??
    [];
  const versions = crdSpec(crd).versions ?? [];
  const at = 'status.storedVersions';
  if (stored.length === 0) {
    return [invalid(at, null, 'must have at least one stored version')];
  }
  const causes: StatusCause[] = stored.flatMap((name, i) =>
    versions.some(version => version.name === name)
      ? []
      : [
          invalid(
            index(at, i),
            name,
            `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
          ),
        ],
  );
  // Of two storage versions the last one counts here, as in the real server.
  const storage = storageVersion([...versions].reverse());
  if (storage !== undefined && !stored.includes(storage)) {
    causes.push({
      reason: 'FieldValueInvalid',
      field: at,
      message: `Invalid value: ${goValue(
        stored,
      )}: must have the storage version ${storage}`,
    });
  }
  return causes;
}

function changeCauses(spec: CrdSpec, old: CrdSpec): StatusCause[] {
  const immutable: [field: string, now: unknown, before: unknown][] = [
    ['spec.group', spec.group, old.group],
    ['spec.names.plural', spec.names?.plural, old.names?.plural],
    ['spec.scope', spec.scope, old.scope],
    ['spec.names.kind', spec.names?.kind, old.names?.kind],
  ];
  return immutable
    .filter(([, now, before]) => now !== before)
    .map(([field, now]) => invalid(field, now, 'field is immutable'));
}

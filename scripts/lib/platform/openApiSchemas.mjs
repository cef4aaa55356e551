// Makes JSON schemas, as kubeconform reads them, of what an API server says about its kinds.

/** Where a kind's schema lies, in kubeconform's words. */
export const SCHEMA_LOCATION =
  '{{ .ResourceKind }}-{{ .Group }}-{{ .ResourceAPIVersion }}.json';

const splitApiVersion = apiVersion =>
  apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];

/** @param {{ apiVersion: string, kind: string }} object @returns {string} file name */
export function schemaFileName({ apiVersion, kind }) {
  // To kubeconform the core group is called as its version.
  const [group, version = group] = apiVersion.split('/');
  return `${kind.toLowerCase()}-${group}-${version}.json`;
}

/** @param {string} apiVersion @returns {string} its path below /openapi/v3 */
export const openApiPath = apiVersion =>
  apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;

/**
 * Closes what lists its fields: a field that the server would drop is a mistake.
 *
 * @param {any} schema
 * @returns {any}
 */
export function strict(schema) {
  if (Array.isArray(schema)) return schema.map(strict);
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = {};
  for (const [name, value] of Object.entries(schema)) {
    copy[name] =
      name === 'properties'
        ? Object.fromEntries(
            Object.entries(value).map(([field, inner]) => [
              field,
              strict(inner),
            ]),
          )
        : strict(value);
  }
  const isOpen =
    schema['x-kubernetes-preserve-unknown-fields'] ||
    schema.additionalProperties !== undefined;
  if (schema.properties && !isOpen) copy.additionalProperties = false;
  return copy;
}

/**
 * @param {any} document of /openapi/v3/...
 * @param {{ apiVersion: string, kind: string }} object
 * @returns {object | undefined} a schema that stands alone; undefined when the server has no such kind
 */
export function schemaOf(document, { apiVersion, kind }) {
  const [group, version] = splitApiVersion(apiVersion);
  const schemas = document?.components?.schemas ?? {};
  const name = Object.keys(schemas).find(candidate =>
    schemas[candidate]['x-kubernetes-group-version-kind']?.some(
      is => is.group === group && is.version === version && is.kind === kind,
    ),
  );
  if (!name) return undefined;
  return {
    $ref: `#/components/schemas/${name}`,
    components: { schemas: strict(schemas) },
  };
}

// Holds manifests against the schemas of the real API server, by kubeconform.
import fs from 'node:fs';
import path from 'node:path';
import { capture } from './capture.mjs';
import {
  SCHEMA_LOCATION,
  openApiPath,
  schemaFileName,
  schemaOf,
} from './openApiSchemas.mjs';

/** Writes the schema of every kind the manifests use. @returns {Promise<Set<string>>} kinds the server does not have */
async function writeSchemas(kubectl, manifests, folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const documents = new Map();
  const unknown = new Set();
  for (const { object } of manifests) {
    const { apiVersion, kind } = object;
    const file = path.join(folder, schemaFileName(object));
    if (fs.existsSync(file)) continue;
    if (!documents.has(apiVersion)) {
      documents.set(
        apiVersion,
        await kubectl.raw(`/openapi/v3/${openApiPath(apiVersion)}`),
      );
    }
    const schema = schemaOf(documents.get(apiVersion), object);
    if (schema) fs.writeFileSync(file, JSON.stringify(schema));
    else unknown.add(`${apiVersion} ${kind}`);
  }
  return unknown;
}

/** Resources of kubeconform's report; a file is named by the number of its manifest. */
function resultsOf(report, manifests) {
  return (report.resources ?? []).map(
    ({ filename, kind, name, status, msg }) => ({
      name: `${
        manifests[Number(path.basename(filename, '.json'))].file
      }: ${kind} ${name} fits its schema`,
      ok: status === 'statusValid' || status === 'statusSkipped',
      skipped:
        status === 'statusSkipped'
          ? 'the API server does not have this kind'
          : undefined,
      detail: msg,
    }),
  );
}

/**
 * @param {{ kubectl: import('./kubectl.mjs').Kubectl, kubeconform: string, manifests: import('./manifestFiles.mjs').Manifest[], output: string }} options
 *   `output`: a folder for schemas and copies
 * @returns {Promise<import('./definitionChecks.mjs').Result[]>}
 */
export async function checkSchemas({
  kubectl,
  kubeconform,
  manifests,
  output,
}) {
  const schemas = path.join(output, 'schemas');
  const unknown = await writeSchemas(kubectl, manifests, schemas);
  const copies = path.join(output, 'manifests');
  fs.rmSync(copies, { recursive: true, force: true });
  fs.mkdirSync(copies, { recursive: true });
  const known = manifests.filter(
    ({ object }) => !unknown.has(`${object.apiVersion} ${object.kind}`),
  );
  // One object each, so that the report tells of each.
  known.forEach(({ object }, index) =>
    fs.writeFileSync(
      path.join(copies, `${index}.json`),
      JSON.stringify(object),
    ),
  );
  const { stdout, stderr } = await capture(kubeconform, [
    ...['-strict', '-verbose', '-output', 'json', '-n', '2'],
    ...['-schema-location', path.join(schemas, SCHEMA_LOCATION), copies],
  ]);
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return [
      {
        name: 'kubeconform reports',
        ok: false,
        detail: stderr + stdout.slice(-4000),
      },
    ];
  }
  const skipped = manifests
    .filter(({ object }) => unknown.has(`${object.apiVersion} ${object.kind}`))
    .map(({ file, object }) => ({
      name: `${file}: ${object.kind} ${object.metadata?.name} fits its schema`,
      ok: true,
      skipped: `the API server does not have the kind ${object.kind} of ${object.apiVersion}`,
    }));
  const results = resultsOf(report, known);
  const count = known.length;
  return [
    ...results,
    ...skipped,
    ...(results.length === count
      ? []
      : [
          {
            name: 'kubeconform saw every manifest',
            ok: false,
            detail: `${results.length} of ${count}`,
          },
        ]),
  ];
}

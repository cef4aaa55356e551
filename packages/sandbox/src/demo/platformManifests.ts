import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { KubernetesObject } from '../controllers/runtime';

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** What others need: namespaces, kinds, accounts, roles. */
const first = [
  'Namespace',
  'CustomResourceDefinition',
  'ServiceAccount',
  'ClusterRole',
];
/** What needs controllers, so that nothing else has to wait for them. */
const last = [
  'ValidatingPolicy',
  'ClusterProviderConfig',
  'CompositeResourceDefinition',
  'Composition',
  'AppProject',
  'Application',
];

/** What shows how something is to be used, and is installed nowhere. */
const isExample = (file: string) => /(^|\/)examples\//.test(file);

/**
 * Reads all manifests below a folder but its examples, in the order they are to be applied.
 *
 * @param addresses - Texts that are replaced: where things are by default, and here.
 * @param isWanted - Which files, by their path in the folder.
 * @throws Error that names the file when one is not a manifest
 */
export async function readPlatformManifests(
  folder: string,
  addresses: Record<string, string> = {},
  isWanted: (file: string) => boolean = () => true,
): Promise<KubernetesObject[]> {
  const files = (await readdir(folder, { recursive: true }))
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => /\.ya?ml$/.test(file) && !isExample(file) && isWanted(file))
    .sort();
  const manifests: KubernetesObject[] = [];
  for (const file of files) {
    const text = Object.entries(addresses).reduce(
      (known, [address, here]) => known.replaceAll(address, here),
      await readFile(join(folder, file), 'utf8'),
    );
    for (const document of parseAllDocuments(text)) {
      const [problem] = document.errors;
      const parsed = manifestSchema.safeParse(document.toJS());
      if (problem || !parsed.success) {
        throw new Error(
          `${join(folder, file)} is not a Kubernetes manifest: ${
            problem?.message ??
            z.prettifyError(parsed.error ?? new z.ZodError([]))
          }`,
        );
      }
      // Checked above as far as applying needs it; the server checks the rest.
      manifests.push(parsed.data as unknown as KubernetesObject);
    }
  }
  const rank = ({ kind }: KubernetesObject) => {
    if (first.includes(kind)) return first.indexOf(kind) - first.length;
    return last.indexOf(kind) + 1;
  };
  return manifests.sort((one, other) => rank(one) - rank(other));
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';

const entity = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().default(''),
    tags: z.array(z.string()).default([]),
  }),
  spec: z.looseObject({}).default({}),
});

const componentSpec = z.looseObject({
  type: z.string(),
  lifecycle: z.string(),
  owner: z.string(),
  system: z.string().default(''),
  providesApis: z.array(z.string()).default([]),
  consumesApis: z.array(z.string()).default([]),
  dependsOn: z.array(z.string()).default([]),
});

const userSpec = z.looseObject({
  profile: z.looseObject({ displayName: z.string(), email: z.string() }),
  memberOf: z.array(z.string()).default([]),
});

/** A component of the catalog. */
export interface CatalogComponent {
  name: string;
  title: string;
  description: string;
  tags: string[];
  type: string;
  lifecycle: string;
  /** Name of the owning group. */
  owner: string;
  system: string;
  providesApis: string[];
  consumesApis: string[];
  dependsOn: string[];
  /** The entity as it stands in the catalog, as YAML. */
  yaml: string;
}

/** Somebody of the organisation. */
export interface CatalogUser {
  name: string;
  fullName: string;
  email: string;
  groups: string[];
}

/** What the demo takes from the catalog. */
export interface Catalog {
  components: CatalogComponent[];
  users: CatalogUser[];
}

/**
 * Reads the components and people of a folder of catalog files, sorted by name.
 * They are kept there only: repositories and history are made from them.
 *
 * @throws Error that names the file when one is not a catalog file
 */
export async function readCatalog(folder: string): Promise<Catalog> {
  const files = (await readdir(folder, { recursive: true }))
    .filter(file => /\.ya?ml$/.test(file))
    .sort();
  const components: CatalogComponent[] = [];
  const users: CatalogUser[] = [];
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    for (const document of parseAllDocuments(text)) {
      const content: unknown = document.toJS();
      if (content === null) continue;
      try {
        if (document.errors[0]) throw document.errors[0];
        const { kind, metadata, spec } = entity.parse(content);
        if (kind === 'Component') {
          components.push({
            ...componentSpec.parse(spec),
            name: metadata.name,
            title: metadata.title ?? metadata.name,
            description: metadata.description,
            tags: metadata.tags,
            yaml: stringify(content),
          });
        } else if (kind === 'User') {
          const { profile, memberOf } = userSpec.parse(spec);
          users.push({
            name: metadata.name,
            fullName: profile.displayName,
            email: profile.email,
            groups: memberOf,
          });
        }
      } catch (error) {
        throw new Error(
          `${join(folder, file)} is not a catalog file: ${
            error instanceof z.ZodError
              ? z.prettifyError(error)
              : (error as Error).message
          }`,
        );
      }
    }
  }
  const byName = (one: { name: string }, other: { name: string }) =>
    one.name < other.name ? -1 : 1;
  return { components: components.sort(byName), users: users.sort(byName) };
}

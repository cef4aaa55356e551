import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject, SchemaNode } from '../types';
import { compileSchema } from './compileSchema';
import { defaultCrd } from './crd/defaultCrd';
import { ruleCauses } from './crd/ruleCauses';
import { structuralCauses } from './crd/structuralCauses';
import { validateCrd } from './crd/validateCrd';

const folder = process.env.CAIRN_FIXTURES;

/** All YAML documents below a folder. */
function documents(path: string): KubeObject[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path).flatMap(name => documents(join(path, name)));
  }
  if (!/\.ya?ml$/.test(path)) return [];
  return parseAllDocuments(readFileSync(path, 'utf8')).map(
    document => document.toJS() as KubeObject,
  );
}

const crds = folder
  ? [
      'crossplane/provider-sql/crds',
      'argocd/application-crd.yaml',
      'policy/crds',
    ]
      .flatMap(name => documents(join(folder, name)))
      .filter(one => one?.kind === 'CustomResourceDefinition')
  : [];

describe('CRDs of public projects', () => {
  if (!folder) {
    it('were not looked at: CAIRN_FIXTURES names no folder', () => {
      expect(crds).toEqual([]);
    });
    return;
  }

  it.each(crds.map(crd => [crd.metadata.name, crd] as const))(
    '%s is taken, and its schemas compile',
    (_name, crd) => {
      defaultCrd(crd);
      expect(validateCrd(crd)).toEqual([]);
      const { versions } = crd.spec as {
        versions: { schema: { openAPIV3Schema: SchemaNode } }[];
      };
      for (const { schema } of versions) {
        const compiled = compileSchema(schema.openAPIV3Schema);
        expect(compiled.schema.type).toBe('object');
      }
    },
  );

  it('compiles the schemas of composite resource definitions', () => {
    const xrds = documents(
      join(folder, 'crossplane/upbound-sqlinstance'),
    ).filter(one => one?.kind === 'CompositeResourceDefinition');
    expect(xrds.length).toBeGreaterThan(0);
    for (const { spec } of xrds) {
      const { versions } = spec as {
        versions: { schema: { openAPIV3Schema: SchemaNode } }[];
      };
      for (const { schema } of versions) {
        expect(ruleCauses(schema.openAPIV3Schema, 'spec')).toEqual([]);
        expect(structuralCauses(schema.openAPIV3Schema, 'spec')).toEqual([]);
      }
    }
  });
});

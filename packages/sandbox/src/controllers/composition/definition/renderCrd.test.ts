import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject, KubernetesObject } from '../../runtime';
import { renderClaimCrd, renderCompositeCrd } from './renderCrd';
import type { Definition } from './types';

type Recorded = { xrd: Definition; crds: KubernetesObject[] };

const folder = join(__dirname, '..', '__fixtures__', 'xrd-to-crd');

/** What the server adds or sorts by itself: schemas are maps, so the order of `required` is the author's either way. */
function comparable(object: KubernetesObject): JsonObject {
  const { metadata, spec } = object;
  return JSON.parse(
    JSON.stringify({
      labels: metadata.labels,
      annotations: metadata.annotations,
      owners: metadata.ownerReferences,
      spec,
    }),
  ) as JsonObject;
}

describe('an XRD becomes the CRD that Crossplane makes of it', () => {
  const cases = readdirSync(folder).flatMap(file => {
    const { xrd, crds } = parse(
      readFileSync(join(folder, file), 'utf8'),
    ) as Recorded;
    return crds.map(crd => [file, crd.metadata.name ?? '', xrd, crd] as const);
  });

  it.each(cases)('%s: %s', (_, name, xrd, crd) => {
    const { names, group } = xrd.spec;
    const rendered =
      name === `${names.plural}.${group}`
        ? renderCompositeCrd(xrd)
        : renderClaimCrd(xrd);
    expect(comparable(rendered)).toEqual(comparable(crd));
  });

  it('says what is wrong with a schema that cannot be read', () => {
    const xrd: Definition = {
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'CompositeResourceDefinition',
      metadata: { name: 'bs.example.org' },
      spec: {
        group: 'example.org',
        names: { kind: 'B', plural: 'bs' },
        versions: [
          {
            name: 'v1',
            served: true,
            referenceable: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: { a: { required: 'yes' } },
                  },
                },
              },
            },
          },
        ],
      },
    };
    expect(() => renderCompositeCrd(xrd)).toThrow(
      'cannot generate CRD for "Composite Resource" "bs.example.org": cannot parse validation schema: cannot parse validation schema: json: cannot unmarshal string into Go struct field JSONSchemaProps.properties.properties.required of type []string',
    );
    delete xrd.spec.versions[0].schema;
    expect(() => renderCompositeCrd(xrd)).toThrow(
      'custom resource validation cannot be nil',
    );
  });
});

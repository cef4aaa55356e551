import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  arbitraryWorkload,
  shuffled,
} from '../__testUtils__/arbitraryWorkload';
import { objectsOf, render } from '../__testUtils__/platform';
import { parseScore } from '../parse';

const RUNS = { seed: 20261121, numRuns: 40 };

interface Pod {
  containers: Record<string, unknown>[];
  initContainers?: Record<string, unknown>[];
}

function containersOf(yaml: string): Record<string, unknown>[] {
  return objectsOf(yaml).flatMap(it => {
    const pod = (it.spec as { template?: { spec?: Pod } } | undefined)?.template
      ?.spec;
    return [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])];
  });
}

/** What Kubernetes makes of a variable's text. */
function expand(text: string, values: Map<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (found, name) =>
    found === '$$' ? '$' : values.get(name) ?? found,
  );
}

describe('rendering', () => {
  it('does not depend on the order of keys, and YAML says what the objects say', () => {
    fc.assert(
      fc.property(
        arbitraryWorkload,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (workload, ranks) => {
          const random = () => ranks.next().value as number;
          const one = render(stringify(workload));
          const other = render(stringify(shuffled(workload, random)));
          expect(one.problems.filter(it => it.severity === 'error')).toEqual(
            [],
          );
          expect(other.yaml).toBe(one.yaml);
          expect(objectsOf(one.yaml)).toEqual(one.manifests);
        },
      ),
      RUNS,
    );
  });

  it('gives every container limits, requests, a restricted context and an owner', () => {
    const quantities = { cpu: expect.any(String), memory: expect.any(String) };
    fc.assert(
      fc.property(arbitraryWorkload, workload => {
        const { yaml, manifests } = render(stringify(workload));
        const containers = containersOf(yaml);
        expect(containers).toHaveLength(
          Object.keys(workload.containers).length,
        );
        for (const container of containers) {
          expect(container).toMatchObject({
            resources: { limits: quantities, requests: quantities },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
            },
          });
        }
        for (const { metadata } of manifests) {
          expect(metadata.labels).toMatchObject({
            'cairn.dev/owner': 'payments',
          });
        }
      }),
      RUNS,
    );
  });

  it('leaves no placeholder, and gives a container exactly the text that is meant', () => {
    fc.assert(
      fc.property(arbitraryWorkload, workload => {
        const { yaml } = render(stringify(workload));
        expect(yaml).not.toMatch(/\$\{(resources|metadata)\./);
        const { name } = workload.metadata;
        for (const container of containersOf(yaml)) {
          const env = container.env as {
            name: string;
            value?: string;
            valueFrom?: { secretKeyRef: { key: string } };
          }[];
          const values = new Map<string, string>();
          for (const it of env) {
            values.set(
              it.name,
              it.valueFrom
                ? `<${it.valueFrom.secretKeyRef.key}>`
                : expand(it.value ?? '', values),
            );
          }
          const meant = workload.containers[String(container.name)].variables;
          for (const [key, text] of Object.entries(meant ?? {})) {
            const wanted = text
              .replaceAll('${metadata.name}', name)
              .replaceAll('${resources.db.password}', '<password>')
              .replaceAll('${resources.db.host}', '<endpoint>')
              .replaceAll('${resources.dns.host}', `${name}.dev.cairn.example`)
              .replaceAll('$$', '$');
            expect(values.get(key)).toBe(wanted);
          }
        }
      }),
      RUNS,
    );
  });
});

describe('reading', () => {
  it('never throws, and every problem has a place in the file', () => {
    const piece = fc.constantFrom(
      'apiVersion: score.dev/v1b1\n',
      'metadata:\n',
      '  name: web\n',
      'containers:\n',
      '  web: ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '"',
      ': ',
      '- ',
      '\n',
      '\t',
      '  ',
      '${',
      '!!binary ',
      '? ',
      '---\n',
      '%',
      '|',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), pieces => {
        const text = pieces.join('');
        const lines = text.split('\n');
        const { workload, problems } = parseScore({ text });
        expect(problems.length > 0).toBe(workload === undefined);
        for (const { line, column, message, mend } of problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(
            (lines[line - 1] ?? '').length + 1,
          );
          expect(message).not.toBe('');
          expect(mend).not.toBe('');
        }
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as api from '.';
import { platform, render, said } from './__testUtils__/platform';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

function block(info: string): string {
  const [, , rest] = new RegExp(`(\`\`\`${info}\\n)([^]*)`).exec(readme) ?? [];
  const end = rest?.indexOf('\n```') ?? -1;
  if (rest === undefined || end < 0) {
    throw new Error(`The README has no block ${info}.`);
  }
  return rest.slice(0, end + 1);
}

describe('the example of the README', () => {
  const text = block('yaml title=score.yaml');
  const prod = render(text, {
    environmentName: 'prod',
    overrides: block('yaml title=overrides/prod.yaml'),
  });

  it('renders what it says', () => {
    expect(prod.problems).toEqual([]);
    expect(readme).toContain(
      `Production consists of ${prod.manifests.map(it => it.kind).join(', ')}.`,
    );
    expect(prod.manifests.find(it => it.kind === 'Database')).toEqual(
      parse(block('yaml title=Database')),
    );
    const deployment = prod.manifests.find(it => it.kind === 'Deployment');
    expect(deployment).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              { env: expect.arrayContaining(parse(block('yaml title=env'))) },
            ],
          },
        },
      },
    });
  });

  it('says what nothing provides', () => {
    const { problems } = render(text.replace('type: postgres', 'type: kafka'));
    expect(said(problems)).toEqual([block('text').trim()]);
  });

  it('uses what the package exports', () => {
    const [, names = ''] = /import \{([^}]*)\}/.exec(block('ts')) ?? [];
    const used = names
      .split(',')
      .map(it => it.trim())
      .filter(it => it !== '');
    expect(used).toHaveLength(4);
    expect(Object.keys(api)).toEqual(expect.arrayContaining(used));
  });

  it('lists the types that rendering makes itself', () => {
    const builtIn = platform.items.filter(it => it.by.kind === 'built-in');
    for (const { type, outputs } of builtIn) {
      expect(readme).toMatch(new RegExp(`\\| \`${type}\``));
      for (const output of outputs) {
        expect(readme).toContain(`\`${output}\``);
      }
    }
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as dora from './index';
import type { DeliveryMetrics } from './metrics';

const HOUR = 3_600_000;
const README = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** Runs the first example as it stands. */
function runExample(): DeliveryMetrics {
  const source = /```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS },
  });
  const exported: { metrics?: DeliveryMetrics } = {};
  // eslint-disable-next-line no-new-func
  new Function('require', 'exports', outputText)(() => dora, exported);
  if (!exported.metrics) throw new Error('The example exports no metrics');
  return exported.metrics;
}

it('the example in the README gives what its table says', () => {
  const metrics = runExample();
  expect(metrics).toMatchObject({
    deploymentFrequency: { value: 5, perDay: 5 / 7 },
    changeLeadTime: { p50: 2 * HOUR, n: 3 },
    changeFailRate: {
      value: 1 / 5,
      counted: [{ deployment: 'argocd/prod/shop/2', rule: 'rollback' }],
    },
    failedDeploymentRecoveryTime: { p50: 1.5 * HOUR },
    deploymentReworkRate: {
      value: 1 / 5,
      counted: [{ deployment: 'argocd/prod/shop/3', rule: 'rollback' }],
    },
  });
  expect(
    [...README.matchAll(/^\| `(\w+)[^|]*\| ([^|]+?) +\|/gm)]
      .slice(0, 5)
      .map(([, name, value]) => [name, value]),
  ).toEqual([
    ['deploymentFrequency', '5, 0.71 a day'],
    ['changeLeadTime', '2 h'],
    ['changeFailRate', '1 / 5'],
    ['failedDeploymentRecoveryTime', '1.5 h'],
    ['deploymentReworkRate', '1 / 5'],
  ]);
});

it('what the README names is exported', () => {
  const section = README.split('## What is in it')[1].split('##')[0];
  const rows = [...section.matchAll(/^\| (`[^|]+`) /gm)];
  const names = rows.flatMap(([, cell]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter(name => !(name in dora))).toEqual([]);
});

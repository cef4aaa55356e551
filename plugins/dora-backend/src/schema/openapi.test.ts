import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { spec } from './openapi';

it('serves the contract that is written down', () => {
  const written = readFileSync(resolve(__dirname, 'openapi.yaml'), 'utf8');
  expect(spec).toEqual(parse(written));
});

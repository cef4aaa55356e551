import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

// The catalog resolves references to files only for locations that are URLs, so the product's own
// catalog-info.yaml carries the document itself. This keeps the two the same.
it('the catalog describes the very API that is served', () => {
  const root = path.resolve(__dirname, '../../../..');
  const entities = parseAllDocuments(
    readFileSync(path.join(root, 'catalog-info.yaml'), 'utf8'),
  ).map(document => document.toJS());
  const api = entities.find(entity => entity.metadata.name === 'dora-api');
  const served = readFileSync(path.join(__dirname, 'openapi.yaml'), 'utf8');
  expect(parse(api.spec.definition)).toEqual(parse(served));
});

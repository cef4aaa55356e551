// Makes the files of a golden path without a portal, by the code its actions use. Bundled, then run as
// `node scaffoldOffline.cjs <request>`: a JSON text with path, folder, and choices.
import fs from 'node:fs';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  deriveValues,
  forgeOf,
  readRecipe,
  renderGoldenPath,
  writeFiles,
} from '@cairn/plugin-golden-paths-node';
import { provisionersOf } from '@cairn/plugin-score-common';
import { parse, parseAllDocuments } from 'yaml';

const GIT_HOST = 'localhost:7030';

/** What the platform offers, from the very files it is installed from. */
function readProvisioners(root) {
  const crossplane = path.join(root, 'platform', 'crossplane');
  const read = name =>
    fs
      .readdirSync(crossplane)
      .sort()
      .map(folder => path.join(crossplane, folder, name))
      .filter(file => fs.existsSync(file))
      .flatMap(file => parseAllDocuments(fs.readFileSync(file, 'utf8')))
      .map(document => document.toJS());
  return provisionersOf({
    xrds: read('definition.yaml'),
    compositions: read('composition.yaml'),
  }).items;
}

async function main() {
  const request = JSON.parse(process.argv[2]);
  const root = process.cwd();
  const folder = path.join(root, 'templates', request.path);
  const template = parse(
    fs.readFileSync(path.join(folder, 'template.yaml'), 'utf8'),
  );
  const recipe = readRecipe(template);
  const identity = {
    ref: `template:default/${template.metadata.name}`,
    version: template.metadata.annotations['cairn.dev/template-version'],
  };
  const integrations = ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        gitea: [{ host: GIT_HOST, baseUrl: `http://${GIT_HOST}` }],
      },
    }),
  );
  const values = deriveValues({
    choices: {
      ...request.choices,
      repository: { host: GIT_HOST, owner: request.choices.owner },
    },
    settings: {
      imageRegistry: 'registry.cairn.example',
      portalUrl: 'http://localhost:7007',
      template: identity,
    },
    forge: forgeOf(integrations, GIT_HOST),
    own: { ...request.choices.own, ...recipe.values },
  });
  const files = await renderGoldenPath({
    template: identity,
    recipe,
    skeletons: recipe.layers.map(layer => path.resolve(folder, layer)),
    values,
    provisioners: readProvisioners(root),
  });
  await writeFiles(request.folder, files);
  process.stdout.write(`${JSON.stringify(files.map(file => file.path))}\n`);
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

// What there is to test: every golden path and the sets of answers it is tested with.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../options.mjs';
import { Failure } from '../say.mjs';

export const TEMPLATES = path.join(ROOT, 'templates');

/** Read only once the packages are there. */
const yaml = () => createRequire(path.join(ROOT, 'package.json'))('yaml');

/**
 * A request that is in flight when the service is told to stop.
 * @typedef {{ method: string, path: string, body: string, expect: number, type?: string }} Probe
 *
 * A path with one set of answers.
 * @typedef {{ path: string, set: string, name: string, ref: string, language: string, kind: string,
 *   answers: Record<string, unknown>, probe?: Probe }} TemplateCase
 */

/** @param {string} file @returns {any} */
export const readYaml = file => yaml().parse(fs.readFileSync(file, 'utf8'));

/** @param {string} text @returns {any[]} the documents that are not empty */
export const readDocuments = text =>
  yaml()
    .parseAllDocuments(text)
    .map(document => {
      if (document.errors.length > 0) throw document.errors[0];
      return document.toJS();
    })
    .filter(Boolean);

/** The names of all paths, as templates/all.yaml lists them. */
export const listPaths = () =>
  readYaml(path.join(TEMPLATES, 'all.yaml')).spec.targets.map(target =>
    path.basename(path.dirname(target)),
  );

/**
 * @param {string} name of a path
 * @returns {TemplateCase[]}
 */
export function casesOf(name) {
  const folder = path.join(TEMPLATES, name);
  const template = readYaml(path.join(folder, 'template.yaml'));
  const { $probe: probe, ...sets } = readYaml(
    path.join(folder, 'options.yaml'),
  );
  if (Object.keys(sets).length < 2) {
    throw new Failure(`templates/${name}/options.yaml: two sets at least.`);
  }
  const code = template.spec.steps.find(
    step => step.action === 'cairn:skeleton',
  );
  return Object.entries(sets).map(([set, answers], index) => ({
    path: name,
    set,
    name: `${name}-${index + 1}`,
    ref: `template:default/${template.metadata.name}`,
    language: code.input.values.language,
    kind: template.spec.type,
    answers,
    probe,
  }));
}

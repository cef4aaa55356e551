import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { parseAllDocuments } from 'yaml';
import { provisionersOf } from '../resources';
import type { ScoreProblem } from '../types';
import { renderScore, standardEnvironment } from '../render';
import type { RenderOptions } from '../render';

const crossplane = join(__dirname, '../../../../platform/crossplane');

/** The text of one of this package's fixtures. */
export function fixture(...path: string[]): string {
  return readFileSync(join(__dirname, '../__fixtures__', ...path), 'utf8');
}

/** The objects of a YAML text. */
export function objectsOf(text: string): KubernetesObject[] {
  const parsed = parseAllDocuments(text);
  return Array.isArray(parsed)
    ? parsed.map(it => it.toJS() as KubernetesObject)
    : [];
}

function readPlatform(name: string): KubernetesObject[] {
  return ['databases', 'caches'].flatMap(folder =>
    objectsOf(readFileSync(join(crossplane, folder, name), 'utf8')),
  );
}

/** The platform's own definitions, databases first. */
export const xrds = readPlatform('definition.yaml');
export const compositions = readPlatform('composition.yaml');
export const platform = provisionersOf({ xrds, compositions });

/** Renders for a team of the demo, with images for the containers of the fixtures. */
export function render(
  text: string,
  options: Partial<RenderOptions> & { environmentName?: string } = {},
) {
  const { environmentName = 'dev', ...rest } = options;
  return renderScore({
    text,
    environment: standardEnvironment({
      name: environmentName,
      owner: 'payments',
    }),
    owner: 'payments',
    provisioners: platform.items,
    ...rest,
  });
}

/** A problem on one line: `12:5 containers.web.image: message mend`. */
export function said(problems: readonly ScoreProblem[]): string[] {
  return problems.map(
    ({ line, column, field, message, mend }) =>
      `${line}:${column} ${field}: ${message} ${mend}`,
  );
}

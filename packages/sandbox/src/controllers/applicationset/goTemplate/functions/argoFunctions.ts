import { parse, stringify } from 'yaml';
import { goJson } from '../../../composition/go/goJson';
import type { GoValue } from '../../../composition/go/goTypeName';
import { normalizeName, slugifyName } from '../../names';
import {
  asValue,
  countOf,
  fn,
  listOf,
  mapOf,
  type TemplateFunction,
  textOf,
} from './functionTypes';

/** What Argo CD adds to the functions of templates. */
export const argoFunctions: Record<string, TemplateFunction> = {
  normalize: fn(1, 1, ([name]) => normalizeName(textOf(name))),
  slugify: fn(1, 3, args => {
    const name = textOf(args.at(-1));
    const size = args.length > 1 ? countOf(args[0]) : 50;
    const smart = args.length > 2 && args[1] === true;
    return slugifyName(name, { maxLength: size, smartTruncate: smart });
  }),
  toYaml: fn(1, 1, ([value]) =>
    stringify(JSON.parse(goJson(value ?? null)), {
      lineWidth: 0,
      sortMapEntries: true,
      indentSeq: false,
      // As Go's writer does, words that YAML 1.1 takes for something else are quoted.
      version: '1.1',
    }).replace(/\n$/, ''),
  ),
  fromYaml: fn(1, 1, ([text]) => mapOf(parse(textOf(text)) as GoValue)),
  fromYamlArray: fn(1, 1, ([text]) =>
    asValue(listOf(parse(textOf(text)) as GoValue)),
  ),
};

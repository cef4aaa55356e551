import type { Json, JsonObject } from '../runtime';
import type { ApplicationSet } from './types';

type Path = (string | number)[];

/**
 * Takes over from the live Application what `ignoreApplicationDifferences`
 * names. Of jq only plain paths (`.spec.source.targetRevision`, `.a["b"][0]`)
 * are understood; anything else ignores nothing.
 */
export function keepIgnored(
  set: ApplicationSet,
  wanted: JsonObject,
  live: JsonObject,
  name: string,
): JsonObject {
  const result = structuredClone(wanted);
  for (const rule of set.spec.ignoreApplicationDifferences ?? []) {
    if (rule.name && rule.name !== name) continue;
    const paths = [
      ...(rule.jsonPointers ?? []).map(parsePointer),
      ...(rule.jqPathExpressions ?? []).flatMap(it => parseJqPath(it) ?? []),
    ];
    for (const path of paths) put(result, path, read(live, path));
  }
  return result;
}

function parsePointer(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function parseJqPath(expression: string): Path[] | undefined {
  const path: Path = [];
  const part =
    /\.?([A-Za-z_]\w*)|\.?\["((?:[^"\\]|\\.)*)"\]|\.?"([^"]*)"|\[(\d+)\]/y;
  const text = expression.trim();
  if (!text.startsWith('.')) return undefined;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) return undefined;
    const [, word, bracket, quoted, index] = match;
    path.push(
      index === undefined ? word ?? bracket ?? quoted ?? '' : Number(index),
    );
  }
  return [path];
}

function read(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return (at as { [key: string]: Json | undefined })[key];
  }, value);
}

function put(target: JsonObject, path: Path, value: Json | undefined) {
  const last = path.at(-1);
  if (last === undefined) return;
  let at: Json | undefined = target;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null) return;
    const holder = at as { [key: string]: Json | undefined };
    if (holder[key] === undefined && value !== undefined) holder[key] = {};
    at = holder[key];
  }
  if (typeof at !== 'object' || at === null) return;
  const holder = at as { [key: string]: Json | undefined };
  if (value === undefined) delete holder[last];
  else holder[last] = structuredClone(value);
}

import type { JsonObject } from '@backstage/types';
import {
  parseTemplateFile,
  TEMPLATE_FILE,
} from '@cairn/plugin-golden-paths-common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the skeletons in a folder were filled in with; undefined when that is not known. */
export async function readKeptValues(
  dir: string,
): Promise<JsonObject | undefined> {
  const text = await readFile(join(dir, TEMPLATE_FILE), 'utf8').catch(
    () => undefined,
  );
  const parsed = text === undefined ? undefined : parseTemplateFile(text);
  return parsed && 'file' in parsed ? parsed.file.values : undefined;
}

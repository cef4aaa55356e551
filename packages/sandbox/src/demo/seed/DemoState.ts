import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfPresent } from '../../pki/secretFile';

const schema = z.object({
  seed: z.string().min(1),
  /** The instant the demo's year ends at. */
  anchor: z.iso.datetime(),
  /** Address of the git host when the repositories were made. */
  gitUrl: z.url(),
  /** Repositories that are loaded, with what main was then. */
  repositories: z.record(z.string(), z.string()).default({}),
  /** Other steps that are done. */
  steps: z.array(z.string()).default([]),
  /** Addresses that the history is sent to, and the last event each has got. */
  history: z
    .record(
      z.string(),
      z.object({ last: z.string().optional(), done: z.boolean() }),
    )
    .default({}),
});

/** How far the demo is loaded; kept in `demo.json` of the sandbox's data folder. */
export type DemoState = z.infer<typeof schema>;

/** The seed of the demo organisation. */
export const FERNHILL = 'fernhill';

const fileOf = (dataDir: string) => join(dataDir, 'demo.json');

/**
 * Reads the state of a data folder.
 *
 * @returns undefined when nothing was loaded yet
 * @throws Error that names the file when it is not such a state
 */
export async function readDemoState(
  dataDir: string,
): Promise<DemoState | undefined> {
  const file = fileOf(dataDir);
  const text = await readIfPresent(file);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${file} is not the state of a demo organisation; remove it together with the data it belongs to (npm run reset): ${
        error instanceof z.ZodError
          ? z.prettifyError(error)
          : (error as Error).message
      }`,
    );
  }
}

/** Reads the state, or begins a year that ends now, on a whole minute. */
export async function beginDemoState(
  dataDir: string,
  gitUrl: string,
): Promise<DemoState> {
  const found = await readDemoState(dataDir);
  if (found) return found;
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const state: DemoState = {
    seed: FERNHILL,
    anchor: new Date(minute).toISOString(),
    gitUrl,
    repositories: {},
    steps: [],
    history: {},
  };
  await saveDemoState(dataDir, state);
  return state;
}

/** Keeps the state, so that a reader never sees half of it. */
export async function saveDemoState(
  dataDir: string,
  state: DemoState,
): Promise<void> {
  await replaceFile(fileOf(dataDir), state);
}

/** How far loading is, for whoever waits for it. */
export interface DemoProgress {
  phase: 'repositories' | 'cluster' | 'history' | 'done' | 'failed';
  done: number;
  total: number;
  message: string;
}

/** Says how far loading is, in `demo-progress.json` of the data folder. */
export async function reportProgress(
  dataDir: string,
  progress: DemoProgress,
): Promise<void> {
  await replaceFile(join(dataDir, 'demo-progress.json'), progress);
}

/** What was said last. */
export async function readProgress(dataDir: string): Promise<DemoProgress> {
  return JSON.parse(
    await readFile(join(dataDir, 'demo-progress.json'), 'utf8'),
  ) as DemoProgress;
}

async function replaceFile(file: string, content: unknown): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`);
  await rename(draft, file);
}

// Rebuilds and restarts the sandbox when its sources change (npm run dev).
import fs from 'node:fs';
import path from 'node:path';
import { buildSandbox } from './build.mjs';
import { line } from './say.mjs';
import { foldersOf } from './workspace.mjs';

const CALM = 300;

/** @returns {() => void} ends the watching */
export function watchSandbox(supervisor, node) {
  let timer;
  let busy = false;
  let again = false;
  const rebuild = async () => {
    if (supervisor.stopping) return;
    // What changes during a build may have come too late for it.
    again = busy;
    if (busy) return;
    busy = true;
    try {
      await buildSandbox(node);
      await supervisor.restart('sandbox');
    } catch (error) {
      line(
        `  The sandbox keeps running as it was: ${error.message}\n${
          error.detail ?? ''
        }`,
      );
    } finally {
      busy = false;
      if (again) void rebuild();
    }
  };
  const watchers = foldersOf('@cairn/sandbox').map(folder =>
    fs.watch(path.join(folder, 'src'), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, CALM);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

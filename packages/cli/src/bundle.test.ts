import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Desk } from './__testUtils__/Desk';

const run = promisify(execFile);
const root = resolve(__dirname, '..');

it('is one file that runs with nothing beside it', async () => {
  await run(process.execPath, [join(root, 'scripts', 'bundle.mjs')]);
  const desk = await Desk.create({ 'catalog-info.yaml': 'kind: Component\n' });
  const program = join(desk.folder, 'cairn.mjs');
  await copyFile(join(root, 'dist', 'cairn.mjs'), program);
  const said = run(process.execPath, [program, 'catalog', 'validate'], {
    cwd: desk.folder,
    env: {},
  });
  await expect(said).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'catalog-info.yaml:1:1: error: apiVersion: apiVersion is missing.',
    ),
  });
  const { stdout } = await run(process.execPath, [program, '--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
}, 30_000);

import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from '../program';

/** A folder with files, and somebody who types commands in it. */
export class Desk {
  env: Record<string, string> = {};
  /** What the portal answers; without it nobody is there. */
  portal?: (request: Request) => Response | Promise<Response>;

  private constructor(readonly folder: string) {}

  static async create(files: Record<string, string> = {}): Promise<Desk> {
    const desk = new Desk(await mkdtemp(join(tmpdir(), 'cairn-cli-')));
    for (const [path, text] of Object.entries(files)) {
      await desk.write(path, text);
    }
    return desk;
  }

  async write(path: string, text: string): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  async list(path: string): Promise<string[]> {
    return (await readdir(join(this.folder, path))).sort();
  }

  async run(...args: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const exitCode = await runProgram(
      {
        cwd: this.folder,
        env: this.env,
        out: text => out.push(text),
        err: text => err.push(text),
        fetch: async (input, init) => {
          if (!this.portal) {
            throw new TypeError('fetch failed');
          }
          return this.portal(new Request(input, init));
        },
      },
      args,
    );
    return { exitCode, out: out.join('\n'), err: err.join('\n') };
  }
}

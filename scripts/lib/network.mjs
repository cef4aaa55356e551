// Turns what npm and Yarn print when they fail into one sentence.
import { Failure } from './say.mjs';

const CAUSES = [
  [
    /ENOSPC|no space left/i,
    'the disk is full; free about 3 GB and start again',
  ],
  [
    /EROFS|read-only file system/i,
    'this folder is read-only; clone Cairn where this user may write',
  ],
  [
    /EACCES|EPERM/,
    'this user may not write here; mend the owner of the folder',
  ],
  [
    /checksum|EINTEGRITY|integrity/i,
    'a package is not the one that was published (its checksum differs); if a proxy or mirror stands between, ask who runs it',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ENETUNREACH|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network|getaddrinfo|RequestError|socket hang up/i,
    'the package registry cannot be reached; check the network, and the proxy that npm is set up with',
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_/i,
    "the registry's certificate is not trusted; tell npm about your company's authority (npm config set cafile ...)",
  ],
  [
    /E401|E403|401|403 \(Forbidden\)/,
    'the package registry asks for credentials; log in with npm',
  ],
  [
    /YN0028|lockfile would have been/i,
    'yarn.lock does not match the manifests; restore both from git',
  ],
];

/** A longer line is the tool's own source code, printed around a crash. */
const LONGEST = 300;

/**
 * @param {string} output what the tool printed
 * @param {string} what the sentence's beginning: what could not be done
 */
export function explainNetwork(output, what) {
  const cause =
    CAUSES.find(([pattern]) => pattern.test(output))?.[1] ??
    'the last lines say why';
  const rows = output.split(/\r?\n/).filter(row => row.length <= LONGEST);
  const telling = rows.filter(row =>
    /error|YN00(01|18|28|35)|➤ YN0000: .*fail|ERR/i.test(row),
  );
  return new Failure(`${what}: ${cause}.`, {
    detail:
      // The same for every package when none could be fetched: once is enough.
      [...new Set(telling)].slice(-6).join('\n') || rows.slice(-8).join('\n'),
  });
}

// Asks the real API server whether it would take each manifest.

/** So many in one call, as each call takes a second on a busy machine. */
const TOGETHER = 40;

const DRY_RUN = [
  ...['apply', '--server-side', '--force-conflicts', '--dry-run=server'],
  ...['--validate=strict', '-f', '-'],
];

function resultOf({ file, object }, { code, stderr }) {
  const { apiVersion, kind, metadata } = object;
  const isUnknown = /no matches for kind/.test(stderr);
  return {
    name: `${file}: ${kind} ${metadata.name} is accepted by the API server`,
    ok: code === 0 || isUnknown,
    skipped: isUnknown
      ? `the API server does not have the kind ${kind} of ${apiVersion}`
      : undefined,
    detail: stderr.trim(),
  };
}

/**
 * @param {import('./kubectl.mjs').Kubectl} kubectl
 * @param {import('./manifestFiles.mjs').Manifest[]} manifests
 * @param {string} namespace a throw-away one, in which what is namespaced is tried
 * @returns {Promise<import('./definitionChecks.mjs').Result[]>}
 */
export async function checkAcceptance(kubectl, manifests, namespace) {
  const moved = manifests.map(({ file, object }) => ({
    file,
    object: object.metadata.namespace
      ? { ...object, metadata: { ...object.metadata, namespace } }
      : object,
  }));
  const results = [];
  for (let at = 0; at < moved.length; at += TOGETHER) {
    const some = moved.slice(at, at + TOGETHER);
    const answer = await kubectl.run(
      [...DRY_RUN, '--namespace', namespace],
      some.map(({ object }) => object),
    );
    if (answer.code === 0)
      results.push(...some.map(one => resultOf(one, answer)));
    else {
      // One by one, to say which.
      for (const one of some) {
        const own = await kubectl.run(
          [...DRY_RUN, '--namespace', namespace],
          one.object,
        );
        results.push(resultOf(one, own));
      }
    }
  }
  return results;
}

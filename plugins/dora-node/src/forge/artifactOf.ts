/**
 * The name of an artifact that different sources agree on: its digest where it has one, otherwise as it
 * stands. Understands references of images and package URLs.
 *
 * @public
 */
export function artifactOf(text: string): string {
  const plain = text.trim().replace(/%3A/gi, ':');
  return (
    /@(?<digest>sha(?:256|512):[0-9a-f]{64,128})\b/.exec(plain)?.groups
      ?.digest ?? text.trim()
  );
}

/** The name in a package URL: `shop` of `pkg:oci/shop@sha256...`. @public */
export function packageNameOf(text: string): string | undefined {
  const path = /^pkg:[^/]+\/(?<path>[^@?#]+)/.exec(text.trim())?.groups?.path;
  return path?.split('/').pop();
}

const MAX_REASON = 300;

/** What wraps the reason in Argo CD's messages, outermost first. */
const wrappings: RegExp[] = [
  /^(?:ComparisonError|SyncError|InvalidSpecError|UnknownError): /,
  /^Failed last sync attempt to \[[^\]]*\]: /,
  /^Failed to load target state: /,
  /^failed to generate manifest for source \d+ of \d+: /,
  /^rpc error: code = \w+ desc = /,
  /^Manifest generation error \(cached\): /,
  /^one or more objects failed to apply, reason: /,
  /^one or more synchronization tasks are not valid: /,
  /^error when (?:patching|creating|replacing|deleting) "[^"]*":\s*/,
  /^connection error: desc = /,
];

const RETRY =
  /\.? *(?:Retrying attempt #\d+ at [^.]*\.|\(retried \d+ times\)\.?)$/;

/**
 * The reason in a message of Argo CD, without what is wrapped around it: paths of temporary files,
 * gRPC codes, announcements of the next attempt.
 */
export function cleanMessage(message: string): string {
  let text = message.replace(RETRY, '').trim();
  for (let before = ''; before !== text; ) {
    before = text;
    for (const wrapping of wrappings) {
      text = text.replace(wrapping, '');
    }
  }
  const plain = text.replace(/"\/dev\/shm\/\d+"/g, 'the manifest').trim();
  return shorten(plain.replace(/^"([^"]*)"$/, '$1'));
}

/** Cuts a text at a length that can still be read in a sentence. */
function shorten(text: string): string {
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON - 1)}…` : text;
}

/** A reason as the end of a sentence: with one full stop. */
export function asEnding(reason: string): string {
  const text = reason.trim().replace(/[.\s]+$/, '');
  return `${text}.`;
}

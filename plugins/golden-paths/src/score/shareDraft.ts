import { isScoreDraft, type ScoreDraft } from './scoreDraft';

/** No draft is larger than this; a link that unpacks to more is refused. */
const mostBytes = 256 * 1024;

async function readAll(
  stream: ReadableStream<Uint8Array>,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > mostBytes) {
      await reader.cancel();
      throw new Error('The link holds more than a draft can.');
    }
    chunks.push(value);
  }
  const all = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const writer = transform.writable.getWriter();
  // What is wrong with the bytes is said by the reading side.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  return readAll(transform.readable);
}

function toAddress(bytes: Uint8Array): string {
  const text = Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  return btoa(text)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function fromAddress(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, character => character.charCodeAt(0));
}

/** Packs a draft into text that fits behind the `#` of an address; it is never sent to a server. */
export async function packDraft(draft: ScoreDraft): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(draft));
  return toAddress(await through(bytes, new CompressionStream('deflate-raw')));
}

/**
 * Unpacks what {@link packDraft} made.
 *
 * @throws Error when the text is something else, or too large
 */
export async function unpackDraft(text: string): Promise<ScoreDraft> {
  const bytes = await through(
    fromAddress(text),
    new DecompressionStream('deflate-raw'),
  );
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isScoreDraft(value)) throw new Error('The link holds no draft.');
  return value;
}

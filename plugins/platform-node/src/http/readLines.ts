const NEWLINE = 0x0a;

/**
 * Cuts a stream of bytes into lines without the line end. Empty lines are left out.
 *
 * @throws RangeError when a line is longer than `maxBytes`.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(NEWLINE, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      size += part.length;
      if (size > maxBytes) {
        throw new RangeError('The line is too long');
      }
      parts.push(part);
      if (end < 0) {
        break;
      }
      const line = Buffer.concat(parts, size).toString('utf8').trim();
      parts = [];
      size = 0;
      start = end + 1;
      if (line !== '') {
        yield line;
      }
    }
  }
  const rest = Buffer.concat(parts, size).toString('utf8').trim();
  if (rest !== '') {
    yield rest;
  }
}

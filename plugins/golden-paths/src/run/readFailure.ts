/** A failure, taken apart. */
export interface RunFailure {
  /** What went wrong, and what to do. */
  message: string;
  /** Addresses of what was made before it failed. */
  exists: string[];
}

/** A list without spaces in its items; sentences may follow. */
const marker = /\s*Exists already:\s*([^\s,]+(?:,\s*[^\s,]+)*)/;

/**
 * Takes the message of a failed step apart: actions of golden paths end it with what exists already.
 *
 * @param message - for example `The token was refused. Ask the platform team. Exists already: https://…`
 */
export function readFailure(message: string): RunFailure {
  const found = message.match(marker);
  const text = found ? message.slice(0, found.index) : message;
  const exists = (found?.[1] ?? '')
    .split(/,\s*/)
    .map(item => item.replace(/[.,;]+$/, ''))
    .filter(item => item !== '' && item !== 'nothing');
  // The name of the class says nothing to people.
  return { message: text.replace(/^(\w*Error: )+/, '').trim(), exists };
}

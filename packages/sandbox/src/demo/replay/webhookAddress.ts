import { InvalidArgumentError } from 'commander';

/**
 * Reads an address for events; `{source}` in it stands for who tells of them.
 *
 * @throws InvalidArgumentError when it is no http address
 */
export function webhookAddress(text: string): string {
  const url = text.replaceAll('{source}', 'github');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InvalidArgumentError(
      'It must be an address such as http://localhost:7007/api/events/http/{source}.',
    );
  }
  return text;
}

/** What is wrong with an address as it was typed; undefined when nothing is. */
export function addressProblem(text: string): string | undefined {
  if (!text) return 'This is needed.';
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    return 'Write a whole address, beginning with https://.';
  }
  return /\.ya?ml$/.test(new URL(text).pathname)
    ? undefined
    : 'The address has to lead to a file that ends in .yaml.';
}

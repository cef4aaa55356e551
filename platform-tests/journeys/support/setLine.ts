/** Cuts a line that the set-up has put in, or mends it. */
export async function setLine(
  control: string,
  to: 'cut' | 'mend',
): Promise<void> {
  const { ok } = await fetch(`${control}/${to}`, { method: 'POST' });
  if (!ok) throw new Error(`the line at ${control} could not be set to ${to}`);
}

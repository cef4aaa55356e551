/** Where two texts begin to differ: `12: is "a", renders "b"`. */
export function firstDifference(present: string, rendered: string): string {
  const [old, now] = [present.split('\n'), rendered.split('\n')];
  const at = old.findIndex((line, index) => line !== now[index]);
  const line = at === -1 ? old.length : at;
  const say = (text: string | undefined) =>
    text === undefined ? 'nothing' : JSON.stringify(text.trim());
  return `${line + 1}: is ${say(old[line])}, renders ${say(now[line])}`;
}

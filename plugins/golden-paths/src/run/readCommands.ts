/** A piece of what a template says at the end. */
export type OutputPart =
  | { kind: 'text'; text: string }
  | { kind: 'commands'; commands: string[] };

const fence = /^```/;

/**
 * Takes a text of a template's output apart: what stands between fences are commands, one a line;
 * everything else is text, one part for each paragraph.
 */
export function readCommands(content: string): OutputPart[] {
  const parts: OutputPart[] = [];
  let commands: string[] | undefined;
  let paragraph: string[] = [];
  const endParagraph = () => {
    const text = paragraph.join(' ').trim();
    if (text) parts.push({ kind: 'text', text });
    paragraph = [];
  };
  for (const line of content.split('\n').map(text => text.trim())) {
    if (fence.test(line)) {
      endParagraph();
      if (commands?.length) parts.push({ kind: 'commands', commands });
      commands = commands ? undefined : [];
    } else if (commands) {
      if (line) commands.push(line);
    } else if (line) {
      paragraph.push(line);
    } else {
      endParagraph();
    }
  }
  endParagraph();
  if (commands?.length) parts.push({ kind: 'commands', commands });
  return parts;
}

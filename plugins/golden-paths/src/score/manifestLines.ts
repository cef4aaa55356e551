/** Where a manifest begins. */
export interface ManifestLine {
  /** For example `Deployment orders`. */
  title: string;
  /** Counted from 1. */
  line: number;
}

/** The manifests of a YAML stream as rendering writes it: each begins at the start or after `---`. */
export function manifestLines(yaml: string): ManifestLine[] {
  const found: ManifestLine[] = [];
  let start = 1;
  let kind = '';
  let inMetadata = false;
  let named = false;
  yaml.split('\n').forEach((text, index) => {
    if (text === '---') {
      start = index + 2;
      named = false;
      return;
    }
    const top = /^(\w+):\s*(.*)$/.exec(text);
    if (top) {
      inMetadata = top[1] === 'metadata';
      if (top[1] === 'kind') kind = top[2];
    }
    const name = inMetadata && !named && /^ {2}name:\s*(.*)$/.exec(text);
    if (name) {
      named = true;
      found.push({ title: `${kind} ${name[1]}`, line: start });
    }
  });
  return found;
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One field of an API type. */
export interface ModelField {
  /** Name on the wire. */
  name: string;
  /** As the client writes it: `string`, `Array<V1Container>`, `{ [key: string]: string; }`. */
  type: string;
  /** `int32`, `date-time`, `byte`, or `''`. */
  format: string;
  required: boolean;
  description: string;
}

/** An API type as the Kubernetes client publishes it. */
export interface Model {
  description: string;
  fields: ModelField[];
}

const folder = join(
  dirname(require.resolve('@kubernetes/client-node')),
  'gen',
  'models',
);

interface Attribute {
  baseName: string;
  type: string;
  format: string;
}

/**
 * Reads an API type out of the Kubernetes client's own files: names, types and
 * formats from the attribute map of the class, what is required and the words
 * from its declaration. The files are read rather than loaded, so that a type
 * nobody asks for costs no memory.
 *
 * @throws Error if the client has no such type.
 */
export function readModel(name: string): Model {
  const code = readFileSync(join(folder, `${name}.js`), 'utf8');
  const declaration = readFileSync(join(folder, `${name}.d.ts`), 'utf8');
  const literal = /\.attributeTypeMap = (\[[\s\S]*?\n?\]);/.exec(code)?.[1];
  if (!literal) {
    throw new Error(`The Kubernetes client has no attributes for ${name}`);
  }
  const declared = new Map<
    string,
    { description: string; required: boolean }
  >();
  for (const match of declaration.matchAll(
    /(?:\/\*\*\s*\n\s*\* ([^\n]*)\n\s*\*\/\s*)?^\s{4}'([^']+)'(\??):/gm,
  )) {
    declared.set(match[2], {
      description: plain(match[1] ?? ''),
      required: match[3] === '',
    });
  }
  const about = /\/\*\*\s*\n\* ([^\n]*)\n\*\/\s*export declare class/.exec(
    declaration,
  );
  return {
    description: plain(about?.[1] ?? ''),
    fields: (JSON.parse(literal) as Attribute[]).map(
      ({ baseName, type, format }) => ({
        name: baseName,
        type,
        format,
        required: declared.get(baseName)?.required ?? false,
        description: declared.get(baseName)?.description ?? '',
      }),
    ),
  };
}

/** Takes the escapes of code comments out. */
function plain(text: string): string {
  return text.replace(/\\(['"])/g, '$1').trim();
}

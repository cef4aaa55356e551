/** One call as data, with the status it is answered with. */
export interface Call {
  name: string;
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body: string | undefined;
  /** Without the administrator's certificate. */
  anonymous: boolean;
  /** Whether it is repeated until it is answered as it should. */
  retry: boolean;
  status: number;
  /** What later calls use of the answer: name, and path into its body. */
  captures: Record<string, string[]>;
  /** What of the answer is compared; undefined is all of it. */
  compare: string[] | undefined;
  /** Who asks, where it is not the administrator. */
  as: string | undefined;
  /** What the answer's body must be at a path, for a call that is repeated until it is. */
  asserts: { path: string[]; value: unknown }[];
}

const REQUEST = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+)$/;
const HEADER = /^([A-Za-z-]+): (.*)$/;

/**
 * Reads calls written in the part of Hurl (https://hurl.dev/docs/hurl-file.html)
 * that they need: request line, headers, `[Options]` `anonymous` and `retry`, a
 * body in JSON or, between backticks, of any text, `HTTP status`, and `[Captures]`
 * and `[Asserts]` by a simple JSONPath. The comment before the request is the call's
 * name; `# as:` names who asks, `# compare:` what of the answer is compared with
 * another server's.
 *
 * @throws if a call says no status
 */
export function parseCalls(text: string): Call[] {
  return text
    .split(/\n{2,}/)
    .filter(part => part.trim())
    .map(part => parseCall(part.trim().split('\n')));
}

function parseCall(lines: string[]): Call {
  const at = lines.findIndex(line => REQUEST.test(line));
  const end = lines.findIndex(line => /^HTTP \d+$/.test(line));
  if (at < 0 || end < 0) {
    throw new Error(`'${lines[0]}' is no call: it needs a request and HTTP.`);
  }
  const comments = lines.slice(0, at).map(line => line.replace(/^# /, ''));
  const said = (what: string) =>
    comments.find(line => line.startsWith(`${what}: `))?.slice(what.length + 2);
  const [, method, path] = REQUEST.exec(lines[at]) ?? [];
  const headers: Call['headers'] = {};
  const options = new Map<string, string>();
  let inOptions = false;
  let next = at + 1;
  for (; next < end; next++) {
    const header = HEADER.exec(lines[next]);
    if (lines[next] === '[Options]') inOptions = true;
    else if (!header) break;
    else if (inOptions) options.set(header[1], header[2]);
    else add(headers, header[1], header[2]);
  }
  return {
    name: comments[0],
    method,
    path,
    headers,
    body: next < end ? bodyOf(lines.slice(next, end).join('\n')) : undefined,
    anonymous: options.get('anonymous') === 'true',
    retry: options.has('retry'),
    status: Number(lines[end].slice('HTTP '.length)),
    captures: capturesOf(lines.slice(end + 1)),
    compare: said('compare')?.split(' '),
    as: said('as'),
    asserts: assertsOf(lines.slice(end + 1)),
  };
}

function add(headers: Call['headers'], name: string, value: string): void {
  headers[name] = name in headers ? [...[headers[name]].flat(), value] : value;
}

function bodyOf(text: string): string {
  return text.startsWith('`')
    ? text.slice(1, -1).replaceAll('\\n', '\n')
    : text;
}

function capturesOf(lines: string[]): Call['captures'] {
  return Object.fromEntries(
    lines.flatMap(line => {
      const capture = /^(\w+): jsonpath "\$\.([\w.]+)"$/.exec(line);
      return capture ? [[capture[1], capture[2].split('.')]] : [];
    }),
  );
}

function assertsOf(lines: string[]): Call['asserts'] {
  return lines.flatMap(line => {
    const found = /^jsonpath "\$\.([\w.]+)" == (.+)$/.exec(line);
    return found
      ? [{ path: found[1].split('.'), value: JSON.parse(found[2]) as unknown }]
      : [];
  });
}

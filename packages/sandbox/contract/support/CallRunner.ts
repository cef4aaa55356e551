import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from './Cluster';
import type { Answer, Body } from './connection';
import type { Call } from './hurl';

/** How long a call is repeated, in milliseconds. */
const PATIENCE = 60_000;

/** Sends calls that are written down, and keeps what later ones use of the answers. */
export class CallRunner {
  private readonly variables: Record<string, string>;

  constructor(private readonly cluster: Cluster) {
    this.variables = {
      namespace: `calls-${cluster.suffix}`,
      group: `calls-${cluster.suffix}.example.com`,
      // More than an object may hold, and more than a request may be long.
      big: 'x'.repeat(1024 * 1024 + 10),
      huge: 'x'.repeat(Math.round(3.2 * 1024 * 1024)),
    };
    cluster.takeAway(`/api/v1/namespaces/${this.variables.namespace}`);
  }

  /** Sends a call and records its answer under the check's name. */
  async run(check: string, call: Call): Promise<Answer> {
    const path = this.fill(call.path);
    const sent = {
      body: call.body === undefined ? undefined : this.fill(call.body),
      headers: Object.fromEntries(
        Object.entries(call.headers).map(([name, value]) => [
          name,
          Array.isArray(value)
            ? value.map(each => this.fill(each))
            : this.fill(value),
        ]),
      ),
      anonymous: call.anonymous,
    };
    const deadline = Date.now() + PATIENCE;
    let answer = await this.cluster.ask(call.method, path, sent);
    while (
      call.retry &&
      answer.status !== call.status &&
      Date.now() < deadline
    ) {
      await delay(100);
      answer = await this.cluster.ask(call.method, path, sent);
    }
    for (const [name, at] of Object.entries(call.captures)) {
      this.variables[name] = String(valueAt(answer.body, at));
    }
    this.cluster.answers.place(
      check,
      `${call.method} ${path}`,
    )(call.compare ? only(call.compare, answer) : answer);
    return answer;
  }

  private fill(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = this.variables[name];
      if (value === undefined) throw new Error(`${whole} is not known.`);
      return value;
    });
  }
}

/** The answer with nothing but these parts of its body; a watch's events are a list. */
function only(paths: string[], answer: Answer): Answer {
  const lines = answer.text.trim().split('\n');
  const pick = (value: Body) =>
    Object.fromEntries(
      paths.map(path => [path, valueAt(value, path.split('.'))]),
    );
  const body = isStream(answer)
    ? { events: lines.map(line => pick(JSON.parse(line) as Body)) }
    : pick(answer.body);
  return { ...answer, body };
}

/** Whether the answer is one JSON document after the other. */
function isStream({ status, text, body }: Answer): boolean {
  return status === 200 && text !== '' && Object.keys(body).length === 0;
}

function valueAt(value: unknown, path: string[]): unknown {
  if (path.length === 0 || value === undefined || value === null) return value;
  const [first, ...rest] = path;
  const inner = (value as Body)[first.replace('[]', '')];
  return first.endsWith('[]') && Array.isArray(inner)
    ? inner.map(each => valueAt(each, rest))
    : valueAt(inner, rest);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Answers } from './Answers';
import type { Answer, Body, Sent } from './connection';
import type { Call } from './hurl';

/** How long a call is repeated, in milliseconds. */
const PATIENCE = 60_000;

/** A server that calls are sent to. */
export interface Asked {
  readonly answers: Answers;
  /** Sends one request; `as` names who asks, if it matters. */
  ask(method: string, path: string, sent: Sent, as?: string): Promise<Answer>;
}

/** Sends calls that are written down, and keeps what later ones use of the answers. */
export class CallRunner {
  /** @param variables - What stands for `{{name}}`; captures come to it */
  constructor(
    private readonly server: Asked,
    readonly variables: Record<string, string>,
  ) {}

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
    let answer = await this.server.ask(call.method, path, sent, call.as);
    while (call.retry && !isAsWanted(answer, call) && Date.now() < deadline) {
      await delay(100);
      answer = await this.server.ask(call.method, path, sent, call.as);
    }
    for (const [name, at] of Object.entries(call.captures)) {
      this.variables[name] = String(valueAt(answer.body, at));
    }
    this.server.answers.place(
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

function isAsWanted(answer: Answer, { status, asserts }: Call): boolean {
  return (
    answer.status === status &&
    asserts.every(
      ({ path, value }) =>
        JSON.stringify(valueAt(answer.body, path)) === JSON.stringify(value),
    )
  );
}

/** The answer with nothing but these parts of its body; a watch's events are a list. */
function only(paths: string[], answer: Answer): Answer {
  const lines = answer.text.trim().split('\n');
  const pick = (value: Body) =>
    Object.fromEntries(
      paths.map(path => [path, valueAt(value, path.split('.'))]),
    );
  const body = isStream(answer)
    ? {
        events: lines
          .map(line => JSON.parse(line) as Body)
          .filter(event => !isHeartbeat(event))
          .map(pick),
      }
    : pick(answer.body);
  return { ...answer, body };
}

/** A bookmark that comes when it is time, not the one that ends the first events. */
function isHeartbeat(event: Body): boolean {
  const annotations = valueAt(event, ['object', 'metadata', 'annotations']);
  return event.type === 'BOOKMARK' && annotations === undefined;
}

/** Whether the answer is one JSON document after the other. */
function isStream({ status, text, body }: Answer): boolean {
  return (
    status === 200 && text.startsWith('{') && Object.keys(body).length === 0
  );
}

function valueAt(value: unknown, path: string[]): unknown {
  if (path.length === 0 || value === undefined || value === null) return value;
  const [first, ...rest] = path;
  const inner = (value as Body)[first.replace('[]', '')];
  return first.endsWith('[]') && Array.isArray(inner)
    ? inner.map(each => valueAt(each, rest))
    : valueAt(inner, rest);
}

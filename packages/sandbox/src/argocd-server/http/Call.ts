import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Subject } from '../auth/Subject';

/** A request that found its route. */
export interface Call {
  raw: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** Decoded parts of the path by the names in the pattern. */
  params: Record<string, string>;
  /** Who asks; routes for everybody may have nobody. */
  subject: Subject | undefined;
}

/** What a route answers; a route that has answered itself gives nothing. */
export type Answer =
  | { json: unknown; headers?: Record<string, string> }
  | {
      status?: number;
      text: string;
      type: string;
      headers?: Record<string, string>;
    }
  | undefined;

/** Whom a route is for. */
export type Audience = 'everybody' | 'signed-in' | 'stream';

/** A method and a path such as `/api/v1/applications/:name`. */
export interface Route {
  method: string;
  pattern: string;
  /** Signed in, if absent. */
  audience?: Audience;
  handler: (call: Call) => Promise<Answer>;
}

/** Who asks. Routes for signed-in accounts always have one. */
export function subjectOf(call: Call): Subject {
  if (!call.subject) throw new Error('the route is open to everybody');
  return call.subject;
}

/** All values of a repeatable parameter, under any of its names. */
export function queryList(call: Call, ...names: string[]): string[] {
  return names.flatMap(name => call.url.searchParams.getAll(name));
}

/** A parameter's value; empty counts as absent. */
export function query(call: Call, name: string): string | undefined {
  return call.url.searchParams.get(name) || undefined;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestInfo, UserInfo } from '../types';
import type { Services } from '../Services';

/** One request on its way through the server. */
export interface ApiContext {
  readonly services: Services;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly info: RequestInfo;
  readonly user: UserInfo;
  /** Texts for `Warning` headers, in order. */
  readonly warnings: string[];
}

import type { Request, Response } from 'express';

/** Seconds after which it is worth asking again. */
export const RETRY_AFTER = '1';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="2" />
    <title>Cairn is starting</title>
  </head>
  <body style="font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; padding: 0 1rem">
    <h1 style="font-size: 24px">Cairn is starting</h1>
    <p>It takes a few seconds. This page loads itself again.</p>
  </body>
</html>
`;

/** Whether a person's browser asks, and not a program. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

/** What a backend says whose plugins are not all there yet: to people in a page, to programs as an error. */
export function answerStarting(request: Request, response: Response): void {
  response.status(503).set({
    'retry-after': RETRY_AFTER,
    'cache-control': 'no-store',
  });
  if (wantsPage(request)) {
    response.type('html').send(PAGE);
    return;
  }
  const message = 'Cairn is starting. Try again in a few seconds.';
  response.json({
    error: { name: 'ServiceUnavailableError', message },
    request: { method: request.method, url: request.originalUrl },
    response: { statusCode: 503 },
  });
}

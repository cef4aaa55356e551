import { createHash } from 'node:crypto';
import { Html, html } from '../../identity/pages/html';
import type { Reply } from '../http/Request';
import type { Session } from '../stores/AccountStore';
import { styles } from './styles';

const STONES =
  '<rect x="1" y="10.5" width="14" height="4.5" rx="2.25"/>' +
  '<rect x="3" y="5.75" width="9.5" height="4" rx="2"/>' +
  '<rect x="5" y="1.5" width="6" height="3.5" rx="1.75"/></svg>';
const mark = new Html(
  `<svg class="mark" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true" focusable="false">${STONES}`,
);
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#0B6E5F">${STONES}`,
)}`;
const style = new Html(`<style>${styles}</style>`);
const styleHash = createHash('sha256').update(styles).digest('base64');

/** No script at all, only our own style sheet, forms only to ourselves. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** A whole page in the product's look. */
export function page(options: {
  title: string;
  body: Html;
  session?: Session;
  status?: number;
  /** Where signing in leads back to. */
  path?: string;
}): Reply {
  const { session } = options;
  const back = encodeURIComponent(options.path ?? '/');
  const who = session
    ? html`<form method="post" action="/logout">
        <input type="hidden" name="csrf" value="${session.csrf}" />
        <span>${session.account.fullName}</span>
        <button type="submit">Sign out</button>
      </form>`
    : html`<a class="who" href="/login?back=${back}">Sign in</a>`;
  const { text } = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${options.title} · Cairn git</title>
        <link rel="icon" href="${icon}" />
        ${style}
      </head>
      <body>
        <header><a href="/">${mark}Cairn git</a>${who}</header>
        <main>${options.body}</main>
      </body>
    </html>`;
  return {
    status: options.status ?? 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'same-origin',
    },
    body: text,
  };
}

/** What a person sees when a page cannot be shown. */
export function failurePage(status: number, message: string): Reply {
  const title = status === 404 ? 'Not found' : 'This did not work';
  return page({
    title,
    status,
    body: html`<h1>${title}</h1>
      <p>${message}</p>`,
  });
}

/** A patch with its lines told apart by colour and by their first character. */
export function diffBlock(patch: string): Html {
  const lines = patch.split('\n').slice(0, 5000);
  return html`<pre class="diff" tabindex="0">
${lines.map(line => html`<span class="${lineClass(line)}">${line}</span>`)}</pre
  >`;
}

function lineClass(line: string): string {
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+') && !line.startsWith('+++')) return 'add';
  if (line.startsWith('-') && !line.startsWith('---')) return 'del';
  return 'same';
}

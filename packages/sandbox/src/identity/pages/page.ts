import { createHash } from 'node:crypto';
import { Html, html } from './html';
import { styles } from './styles';

/** The mark: three stacked stones, readable at 16 px. */
const mark = new Html(
  '<svg class="mark" viewBox="0 0 16 16" width="40" height="40" aria-hidden="true" focusable="false">' +
    '<rect x="1" y="10.5" width="14" height="4.5" rx="2.25"/>' +
    '<rect x="3" y="5.75" width="9.5" height="4" rx="2"/>' +
    '<rect x="5" y="1.5" width="6" height="3.5" rx="1.75"/></svg>',
);

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#0B6E5F">' +
    '<rect x="1" y="10.5" width="14" height="4.5" rx="2.25"/>' +
    '<rect x="3" y="5.75" width="9.5" height="4" rx="2"/>' +
    '<rect x="5" y="1.5" width="6" height="3.5" rx="1.75"/></svg>',
)}`;

const styleHash = createHash('sha256').update(styles).digest('base64');

/**
 * The Content-Security-Policy of the issuer's pages: no script at all, only our
 * own style sheet.
 *
 * @param formTargets - Origins a form may end at by redirection, beside the issuer's.
 */
export function contentSecurityPolicy(formTargets: string[]): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    'img-src data:',
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** A whole page in the product's look. */
export function page(options: { title: string; body: Html }): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${options.title} · Cairn</title>
        <link rel="icon" href="${icon}" />
        <style>
          ${new Html('')}
        </style>
      </head>
      <body>
        <main>${mark}${options.body}</main>
      </body>
    </html>`.text.replace(
    /<style>\s*<\/style>/,
    () => `<style>${styles}</style>`,
  );
}

import { createHash } from 'node:crypto';
import type { Application, RevisionHistory } from '../../controllers/argocd';
import { sourcesOf } from '../../controllers/argocd';
import { type Html, html, Html as Markup } from '../../identity/pages/html';
import type { Answer } from '../http/Call';

const STYLES = `
:root{color-scheme:light dark;--ground:#F6F5F2;--surface:#FFFFFF;--text:#1E1D1A;--second:#5C5952;--line:#DEDBD3;--accent:#0B6E5F}
@media (prefers-color-scheme:dark){:root{--ground:#141513;--surface:#1C1E1B;--text:#ECEBE6;--second:#ABA99F;--line:#363932;--accent:#4FC3A8}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px}
h1{font-size:22px;line-height:1.25;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:16px;font-weight:600;margin:24px 0 8px}
a{color:var(--accent)}p{margin:0 0 16px;max-width:75ch;overflow-wrap:anywhere}
.scroll{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:8px 16px;border-top:1px solid var(--line);overflow-wrap:anywhere}
tr:first-child th,tr:first-child td{border-top:0}
thead th,th[scope=row]{font-weight:600;color:var(--second)}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;
const HASH = createHash('sha256').update(STYLES).digest('base64');
const HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
};
const style = new Markup(`<style>${STYLES}</style>`);

function page(title: string, body: Html, status = 200): Answer {
  const { text } = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Cairn deployments</title>
        ${style}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
  const type = 'text/html; charset=utf-8';
  return { status, text, type, headers: HEADERS };
}

function table(head: string[], rows: (string | Html)[][]): Html {
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map(name => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          row =>
            html`<tr>
              ${row.map(cell => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** All Applications, with links to their pages. */
export function applicationsPage(applications: Application[]): Answer {
  const rows = applications.map(({ metadata, spec, status }) => {
    const place = `${metadata.namespace}/${metadata.name}`;
    return [
      html`<a href="/applications/${place}">${metadata.name}</a>`,
      spec.project || 'default',
      status?.sync?.status || 'Unknown',
      status?.health?.status || 'Unknown',
    ];
  });
  return page(
    'Applications',
    html`<h1>Applications</h1>
      ${rows.length
        ? table(['Name', 'Project', 'Sync', 'Health'], rows)
        : html`<p>There are no Applications yet.</p>`}`,
  );
}

/** One Application: where it stands, its resources, its conditions, its history. */
export function applicationPage(app: Application): Answer {
  const { metadata, spec, status } = app;
  const operation = status?.operationState;
  const { namespace, server, name } = spec.destination;
  const facts: [string, string][] = [
    ['Sync', status?.sync?.status || 'Unknown'],
    ['Health', status?.health?.status || 'Unknown'],
    ['Revision', revisionText(status?.sync ?? {})],
    ['Project', spec.project || 'default'],
    ['Destination', `${namespace ?? ''} on ${name ?? server ?? ''}`],
    ...sourcesOf(app).map((source): [string, string] => [
      'Source',
      [source.repoURL, source.path ?? source.chart, source.targetRevision]
        .filter(Boolean)
        .join(' · '),
    ]),
    ['Compared at', status?.reconciledAt ?? 'not yet'],
  ];
  if (operation) {
    facts.push([
      'Last operation',
      `${operation.phase}: ${operation.message ?? ''}`,
    ]);
  }
  const resources = (status?.resources ?? []).map(it => [
    it.group ? `${it.group}/${it.kind}` : it.kind,
    it.namespace ?? '',
    it.name,
    it.status ?? '',
  ]);
  const conditions = (status?.conditions ?? []).map(it => [
    it.type,
    it.message,
  ]);
  const history = [...(status?.history ?? [])]
    .reverse()
    .map(entry => [
      String(entry.id),
      html`<code>${revisionText(entry)}</code>`,
      entry.deployedAt,
      initiator(entry),
    ]);
  return page(
    metadata.name ?? '',
    html`<p><a href="/applications">All Applications</a></p>
      <h1>${metadata.name}</h1>
      <div class="scroll" tabindex="0">
        <table>
          <tbody>
            ${facts.map(
              ([label, value]) =>
                html`<tr>
                  <th scope="row">${label}</th>
                  <td>${value}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${conditions.length
        ? html`<h2>Conditions</h2>
            ${table(['Type', 'Message'], conditions)}`
        : undefined}
      <h2>Resources</h2>
      ${resources.length
        ? table(['Kind', 'Namespace', 'Name', 'Sync'], resources)
        : html`<p>There are none yet.</p>`}
      <h2>History</h2>
      ${history.length
        ? table(['Id', 'Revision', 'Deployed at', 'By'], history)
        : html`<p>Nothing has been deployed yet.</p>`}`,
  );
}

/** Says that there is nothing under an address. */
export function missingPage(): Answer {
  return page(
    'Not found',
    html`<h1>Not found</h1>
      <p>
        There is no such Application.
        <a href="/applications">All Applications</a>
      </p>`,
    404,
  );
}

function revisionText(holder: { revision?: string; revisions?: string[] }) {
  return (holder.revisions ?? [holder.revision ?? '']).join(', ');
}

function initiator({ initiatedBy }: RevisionHistory): string {
  return initiatedBy?.automated ? 'automated' : initiatedBy?.username ?? '';
}

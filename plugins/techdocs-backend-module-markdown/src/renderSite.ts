import { createHash } from 'node:crypto';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import type { Page, Site } from './readSite';

/** A file of the finished site. */
export interface SiteFile {
  file: string;
  content: string;
}

/** The room the reader leaves; its own styles are made for the theme of mkdocs. */
const STYLES = `
.cairn-docs { display: grid; gap: 32px; grid-template-columns: 220px minmax(0, 760px); margin: 0 8px; }
.cairn-docs > nav ul { list-style: none; margin: 0; padding: 0; }
.cairn-docs > nav a { border-radius: 6px; color: inherit; display: block; padding: 6px 8px; text-decoration: none; }
.cairn-docs > nav a:hover { text-decoration: underline; }
.cairn-docs > nav a[aria-current] { background: var(--bui-bg-neutral-2); font-weight: 600; }
.cairn-docs .md-typeset > h1:first-child { margin-top: 0; }
.cairn-docs .md-typeset { font-size: 15px; line-height: 1.6; overflow-wrap: anywhere; }
.cairn-docs .md-typeset a { color: var(--md-typeset-a-color); }
.cairn-docs .md-typeset h1 { font-size: 28px; line-height: 1.25; margin: 0 0 12px; }
.cairn-docs .md-typeset h2 { font-size: 21px; line-height: 1.3; margin: 32px 0 8px; }
.cairn-docs .md-typeset h3 { font-size: 17px; line-height: 1.4; margin: 24px 0 8px; }
.cairn-docs .md-typeset :not(pre) > code { background: var(--bui-bg-neutral-2); border-radius: 4px; padding: 1px 4px; }
.cairn-docs pre { background: var(--bui-bg-neutral-2); border-radius: 8px; overflow-x: auto; padding: 12px 16px; position: relative; }
.cairn-docs .md-clipboard { background: var(--bui-bg-neutral-2); border: 0; border-radius: 6px; color: inherit; cursor: pointer; padding: 4px; }
.cairn-docs .md-clipboard svg { display: block; fill: currentColor; height: 18px; width: 18px; }
.cairn-docs .cairn-table { overflow-x: auto; }
.cairn-docs table { border-collapse: collapse; }
.cairn-docs th, .cairn-docs td { border-bottom: 1px solid var(--bui-border-1); overflow-wrap: break-word; padding: 6px 12px; text-align: left; vertical-align: top; }
@media (max-width: 900px) { .cairn-docs { gap: 16px; grid-template-columns: minmax(0, 1fr); } }
`;

/**
 * The reader shows a page when its style sheet has come, and takes only one that is called as mkdocs
 * calls it.
 */
const STYLE_SHEET: SiteFile = {
  file: `assets/stylesheets/main.${createHash('sha256')
    .update(STYLES)
    .digest('hex')
    .slice(0, 8)}.min.css`,
  content: STYLES,
};

/** "What it costs" becomes `what-it-costs`, as mkdocs does it. */
export function anchorOf(heading: string): string {
  return heading
    .toLocaleLowerCase('en-US')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/[\s-]+/g, '-');
}

/** Folder of a page: `guides/start.md` is shown at `guides/start/`, `index.md` at the top. */
function addressOf(file: string): string {
  const { dir, name } = path.posix.parse(file);
  return name === 'index' ? dir : path.posix.join(dir, name);
}

/** A link from one page's folder to another's. */
function between(from: Page, file: string): string {
  const relative = path.posix.relative(addressOf(from.file), addressOf(file));
  return relative === '' ? './' : `${relative}/`;
}

/** Where a link of a document leads once documents are folders. */
function linkFrom(page: Page, target: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(target)) return target;
  const [file, anchor] = target.split('#', 2);
  const fromDocs = path.posix.join(path.posix.dirname(page.file), file);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (file.endsWith('.md')) return between(page, fromDocs) + hash;
  return path.posix.relative(addressOf(page.file), fromDocs) + hash;
}

function createRenderer(page: Page): MarkdownIt {
  // Raw HTML stays text: whoever writes a document must not script the portal.
  const markdown = new MarkdownIt({ html: false, linkify: true });
  const { rules } = markdown.renderer;
  rules.heading_open = (tokens, index, options, _env, self) => {
    tokens[index].attrSet('id', anchorOf(tokens[index + 1].content));
    return self.renderToken(tokens, index, options);
  };
  rules.link_open = (tokens, index, options, _env, self) => {
    const href = tokens[index].attrGet('href') ?? '';
    tokens[index].attrSet('href', linkFrom(page, href));
    return self.renderToken(tokens, index, options);
  };
  // A wide table scrolls in a frame of its own, which the keyboard reaches.
  rules.table_open = () =>
    '<div class="cairn-table" role="group" aria-label="Table" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  const image = rules.image;
  rules.image = (tokens, index, options, env, self) => {
    const source = tokens[index].attrGet('src') ?? '';
    tokens[index].attrSet('src', linkFrom(page, source));
    return image
      ? image(tokens, index, options, env, self)
      : self.renderToken(tokens, index, options);
  };
  return markdown;
}

function renderPage(page: Page, site: Site): SiteFile {
  const markdown = createRenderer(page);
  const { escapeHtml } = markdown.utils;
  const links = site.pages
    .map(({ file, title }) => {
      const current = file === page.file ? ' aria-current="page"' : '';
      const href = escapeHtml(between(page, file));
      return `<li><a href="${href}"${current}>${escapeHtml(title)}</a></li>`;
    })
    .join('');
  return {
    file: path.posix.join(addressOf(page.file), 'index.html'),
    content: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(page.title)} - ${escapeHtml(site.name)}</title>
<link rel="stylesheet" href="${path.posix.relative(
      addressOf(page.file),
      STYLE_SHEET.file,
    )}">
</head>
<body>
<div class="cairn-docs">
<nav aria-label="${escapeHtml(site.name)}"><ul>${links}</ul></nav>
<article class="md-typeset">
${markdown.render(page.markdown)}</article>
</div>
</body>
</html>
`,
  };
}

function plainText(page: Page): string {
  return createRenderer(page)
    .render(page.markdown)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The pages of a site, and what the portal's search reads of them. */
export function renderSite(site: Site): SiteFile[] {
  return [
    ...site.pages.map(page => renderPage(page, site)),
    STYLE_SHEET,
    {
      file: 'search/search_index.json',
      content: JSON.stringify({
        config: { lang: ['en'] },
        docs: site.pages.map(page => ({
          location: addressOf(page.file) && `${addressOf(page.file)}/`,
          title: page.title,
          text: plainText(page),
        })),
      }),
    },
  ];
}

import MarkdownIt from 'markdown-it';
import { Html } from '../../identity/pages/html';
import { urlPath } from '../services/wire';

/** Where the links of a document lead. */
export interface DocumentPlace {
  /** Page of the repository at a commit or branch, such as `/a/b/src/branch/main`. */
  src: string;
  /** The same for files as they are, such as `/a/b/raw/branch/main`. */
  raw: string;
  /** The document's folder, without slashes at its ends. */
  folder: string;
}

// HTML in a document is shown, not obeyed; links to scripts are not made.
const markdown = new MarkdownIt({ html: false, linkify: true });

const isAbsolute = (url: string) => /^[a-z][a-z0-9+.-]*:|^\/\/|^#/i.test(url);

/** Leads a relative link of a document to the file it means. */
function resolve(url: string, place: DocumentPlace, base: string): string {
  if (isAbsolute(url)) return url;
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // What is not well escaped is taken as it is written.
  }
  const parts: string[] = [];
  const start = decoded.startsWith('/') ? '' : place.folder;
  for (const part of `${start}/${decoded}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${base}/${urlPath(parts.join('/'))}${rest}`;
}

/**
 * A Markdown document of a repository as markup that is safe in a page: raw
 * HTML stays text, only links to the web, to mail and to the repository's own
 * files are made, and pictures come from the repository alone.
 */
export function markdownBlock(text: string, place: DocumentPlace): Html {
  const tokens = markdown.parse(text, {});
  for (const { children } of tokens) {
    for (const token of children ?? []) {
      if (token.type === 'link_open') {
        const href = token.attrGet('href') ?? '';
        token.attrSet('href', resolve(href, place, place.src));
        token.attrSet('rel', 'nofollow noopener');
      } else if (token.type === 'image') {
        const src = token.attrGet('src') ?? '';
        if (isAbsolute(src)) {
          // The page loads nothing from elsewhere: the picture's own words stand for it.
          token.type = 'text';
          continue;
        }
        token.attrSet('src', resolve(src, place, place.raw));
        token.attrSet('loading', 'lazy');
      }
    }
  }
  const body = markdown.renderer.render(tokens, markdown.options, {});
  return new Html(`<div class="document">${body}</div>`);
}

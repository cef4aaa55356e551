import { markdownBlock } from './markdown';

const place = {
  src: '/a/b/src/branch/main',
  raw: '/a/b/raw/branch/main',
  folder: 'docs/guide',
};
const render = (text: string) => markdownBlock(text, place).text;

describe('markdownBlock', () => {
  it.each([
    ['<script>alert(1)</script>', /<script/],
    ['<img src=x onerror=alert(1)>', /<img/],
    ['[x](javascript:alert(1))', /href="javascript/i],
    ['[x](data:text/html,<script>)', /href="data/i],
    ['[x](vbscript:x)', /href="vbscript/i],
    ['<javascript:alert(1)>', /href="javascript/i],
    ['![x](https://elsewhere.example/pixel.png)', /<img/],
    ['![x](//elsewhere.example/pixel.png)', /<img/],
    ['![" onerror="alert(1)](pixel.png)', /" onerror="/],
    ['[x](y "\\" onclick=\\"alert(1)")', / onclick="/],
    ['```"><script>\nx\n```', /<script/],
  ])('makes nothing that runs or loads of %s', (text, forbidden) => {
    expect(render(text)).not.toMatch(forbidden);
  });

  it.each([
    [
      '[x](setup.md#first)',
      'href="/a/b/src/branch/main/docs/guide/setup.md#first"',
    ],
    ['[x](../LICENSE)', 'href="/a/b/src/branch/main/docs/LICENSE"'],
    ['[x](../../../../c/d)', 'href="/a/b/src/branch/main/c/d"'],
    ['[x](/top.md?x=1)', 'href="/a/b/src/branch/main/top.md?x=1"'],
    ['[x](https://cairn.example/y)', 'href="https://cairn.example/y"'],
    ['![x](p%20q.png)', 'src="/a/b/raw/branch/main/docs/guide/p%20q.png"'],
    ['| a |\n| - |\n| 1 |', '<td>1</td>'],
  ])('leads %s to the file it means', (text, expected) => {
    expect(render(text)).toContain(expected);
  });
});

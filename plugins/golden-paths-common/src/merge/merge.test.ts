import fc from 'fast-check';
import { mergeText } from './mergeText';
import { mergeTrees, type TreeFile } from './mergeTrees';

const labels = { ours: 'main', base: '1.0.0', theirs: '1.1.0' };
const bytes = (text: string) => new TextEncoder().encode(text);
const file = (text: string, executable = false): TreeFile => ({
  content: bytes(text),
  executable,
});
const tree = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, file(text)]));
const texts = (files: ReadonlyMap<string, TreeFile>) =>
  Object.fromEntries(
    [...files].map(([path, { content }]) => [
      path,
      new TextDecoder().decode(content),
    ]),
  );

describe('mergeText', () => {
  const base = 'one\ntwo\nthree\nfour\nfive\n';

  it.each([
    [
      'theirs alone',
      base,
      base.replace('two', 'TWO'),
      'one\nTWO\nthree\nfour\nfive\n',
    ],
    [
      'both, apart',
      base.replace('five', '5'),
      base.replace('one', '1'),
      '1\ntwo\nthree\nfour\n5\n',
    ],
    [
      'the same on both sides',
      base.replace('two', '2'),
      base.replace('two', '2'),
      'one\n2\nthree\nfour\nfive\n',
    ],
    [
      'no line end at the end',
      base.replace('five\n', 'five'),
      base.replace('one', '1'),
      '1\ntwo\nthree\nfour\nfive',
    ],
    [
      'Windows line ends here',
      base.replace('five', '5').replace(/\n/g, '\r\n'),
      base.replace('one', '1'),
      '1\r\ntwo\r\nthree\r\nfour\r\n5\r\n',
    ],
  ])('merges %s', (_title, ours, theirs, text) => {
    expect(mergeText({ ours, base, theirs, labels })).toEqual({
      text,
      conflicts: 0,
    });
  });

  it('shows a conflict as one, in the style of diff3', () => {
    const merged = mergeText({
      ours: base.replace('two', 'our two').replace('five\n', 'our five'),
      base,
      theirs: base.replace('two', 'their two').replace('five', 'their five'),
      labels,
    });
    expect(merged.conflicts).toBe(2);
    expect(merged.text).toBe(`one
<<<<<<< main
our two
||||||| 1.0.0
two
=======
their two
>>>>>>> 1.1.0
three
four
<<<<<<< main
our five
||||||| 1.0.0
five
=======
their five
>>>>>>> 1.1.0
`);
  });

  it('keeps every local line when only one side has changed', () => {
    const lines = fc
      .array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n', 'x'), {
        maxLength: 12,
      })
      .map(all => all.join(''));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const sides = [
          { ours: after, base: before, theirs: before },
          { ours: before, base: before, theirs: after },
          { ours: after, base: before, theirs: after },
        ];
        for (const side of sides) {
          expect(mergeText({ ...side, labels })).toEqual({
            text: after,
            conflicts: 0,
          });
        }
      }),
    );
  });
});

describe('mergeTrees', () => {
  it('settles every case of the table', () => {
    const base = tree({
      'same.txt': 'same\n',
      'untouched.txt': 'old\n',
      'apart.txt': '1\n2\n3\n4\n',
      'both.txt': 'old\n',
      'gone-here.txt': 'old\n',
      'gone-there.txt': 'old\n',
      'gone-there-changed-here.txt': 'old\n',
      'gone-both.txt': 'old\n',
      'already.txt': 'old\n',
      'binary.bin': 'old\0',
    });
    const theirs = tree({
      'same.txt': 'same\n',
      'untouched.txt': 'new\n',
      'apart.txt': 'one\n2\n3\n4\n',
      'both.txt': 'theirs\n',
      'gone-here.txt': 'new\n',
      'already.txt': 'new\n',
      'binary.bin': 'new\0',
      'added.txt': 'added\n',
      'added-both.txt': 'theirs\n',
    });
    const ours = tree({
      'same.txt': 'edited here\n',
      'untouched.txt': 'old\n',
      'apart.txt': '1\n2\n3\nfour\n',
      'both.txt': 'ours\n',
      'gone-there.txt': 'old\n',
      'gone-there-changed-here.txt': 'ours\n',
      'already.txt': 'new\n',
      'binary.bin': 'ours\0',
      'added-both.txt': 'ours\n',
      'own.txt': 'ours alone\n',
    });
    const { files, changes } = mergeTrees({ ours, base, theirs, labels });
    expect(
      changes.map(({ path, change, outcome }) => [path, change, outcome]),
    ).toEqual([
      ['added-both.txt', 'added', 'conflict'],
      ['added.txt', 'added', 'clean'],
      ['apart.txt', 'changed', 'merged'],
      ['binary.bin', 'changed', 'conflict'],
      ['both.txt', 'changed', 'conflict'],
      ['gone-here.txt', 'changed', 'conflict'],
      ['gone-there-changed-here.txt', 'removed', 'conflict'],
      ['gone-there.txt', 'removed', 'clean'],
      ['untouched.txt', 'changed', 'clean'],
    ]);
    expect(
      changes
        .filter(({ outcome }) => outcome === 'conflict')
        .every(({ reason }) => reason),
    ).toBe(true);
    const markers = (our: string, old: string, their: string) =>
      `<<<<<<< main\n${our}||||||| 1.0.0\n${old}=======\n${their}>>>>>>> 1.1.0\n`;
    expect(texts(files)).toEqual({
      'same.txt': 'edited here\n',
      'untouched.txt': 'new\n',
      'apart.txt': 'one\n2\n3\nfour\n',
      'both.txt': markers('ours\n', 'old\n', 'theirs\n'),
      'gone-there-changed-here.txt': 'ours\n',
      'already.txt': 'new\n',
      'binary.bin': 'ours\0',
      'added.txt': 'added\n',
      'added-both.txt': markers('ours\n', '', 'theirs\n'),
      'own.txt': 'ours alone\n',
    });
  });

  it('carries whether a file can be run', () => {
    const merge = (ours: TreeFile, base: TreeFile, theirs: TreeFile) =>
      mergeTrees({
        ours: new Map([['x', ours]]),
        base: new Map([['x', base]]),
        theirs: new Map([['x', theirs]]),
        labels,
      }).files.get('x');
    expect(merge(file('a'), file('a'), file('a', true))?.executable).toBe(true);
    const edited = merge(
      file('1\n2\n3\n4', true),
      file('1\n2\n3\n'),
      file('0\n2\n3\n'),
    );
    expect(edited).toEqual(file('0\n2\n3\n4', true));
  });
});

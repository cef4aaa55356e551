import { numberOf } from '../organisation/Random';
import type { Language } from '../organisation/organisation';
import { slugOf } from '../history/topics';

/** One thing a topic's file does, and the change that brought it. */
export interface Rule {
  /** Key of the change. */
  key: string;
  title: string;
  /** How many commits of the change have touched it. */
  step: number;
}

interface Spelling {
  source(topic: string): string;
  test(topic: string): string;
  open(topic: string): string;
  rule(name: string, title: string, value: number): string;
  check(topic: string, name: string, value: number): string;
  close?: string;
}

const words = (text: string) => slugOf(text).split('-').filter(Boolean);
const pascal = (text: string) =>
  words(text)
    .map(word => word[0]?.toUpperCase() + word.slice(1))
    .join('');
const camel = (text: string) => {
  const name = pascal(text);
  return name.slice(0, 1).toLowerCase() + name.slice(1);
};
const snake = (text: string) => words(text).join('_');
const packageOf = (topic: string) => words(topic).join('');

const spellings: Record<Language, Spelling> = {
  go: {
    source: topic => `internal/${packageOf(topic)}/${packageOf(topic)}.go`,
    test: topic => `internal/${packageOf(topic)}/${packageOf(topic)}_test.go`,
    open: topic => `package ${packageOf(topic)}\n`,
    rule: (name, title, value) =>
      `// ${pascal(name)}: ${title}.\nfunc ${pascal(
        name,
      )}(amount int) int {\n\treturn min(amount, ${value})\n}\n`,
    check: (_topic, name, value) =>
      `func Test${pascal(name)}(t *testing.T) {\n\tif got := ${pascal(
        name,
      )}(1000); got != ${value} {\n\t\tt.Errorf("got %d, want ${value}", got)\n\t}\n}\n`,
  },
  java: {
    source: topic =>
      `src/main/java/com/fernhill/${packageOf(topic)}/${pascal(topic)}.java`,
    test: topic =>
      `src/test/java/com/fernhill/${packageOf(topic)}/${pascal(
        topic,
      )}Test.java`,
    open: topic =>
      `package com.fernhill.${packageOf(topic)};\n\nclass ${pascal(
        topic,
      )}Rules {\n`,
    rule: (name, title, value) =>
      `  /** ${title}. */\n  static int ${camel(
        name,
      )}(int amount) {\n    return Math.min(amount, ${value});\n  }\n`,
    check: (topic, name, value) =>
      `  @Test\n  void ${camel(name)}() {\n    assertEquals(${value}, ${pascal(
        topic,
      )}Rules.${camel(name)}(1000));\n  }\n`,
    close: '}\n',
  },
  typescript: {
    source: topic => `src/${camel(topic)}.ts`,
    test: topic => `src/${camel(topic)}.test.ts`,
    open: topic => `// What is done about ${topic}.\n`,
    rule: (name, title, value) =>
      `/** ${title}. */\nexport const ${camel(
        name,
      )} = (amount: number): number => Math.min(amount, ${value});\n`,
    check: (_topic, name, value) =>
      `test('${camel(name)}', () => {\n  expect(rules.${camel(
        name,
      )}(1000)).toBe(${value});\n});\n`,
  },
  python: {
    source: topic => `app/${snake(topic)}.py`,
    test: topic => `tests/test_${snake(topic)}.py`,
    open: topic => `"""What is done about ${topic}."""\n`,
    rule: (name, title, value) =>
      `def ${snake(
        name,
      )}(amount: int) -> int:\n    """${title}."""\n    return min(amount, ${value})\n`,
    check: (_topic, name, value) =>
      `def test_${snake(name)}():\n    assert rules.${snake(
        name,
      )}(1000) == ${value}\n`,
  },
  kotlin: {
    source: topic =>
      `app/src/main/kotlin/com/fernhill/${packageOf(topic)}/${pascal(
        topic,
      )}.kt`,
    test: topic =>
      `app/src/test/kotlin/com/fernhill/${packageOf(topic)}/${pascal(
        topic,
      )}Test.kt`,
    open: topic => `package com.fernhill.${packageOf(topic)}\n`,
    rule: (name, title, value) =>
      `/** ${title}. */\nfun ${camel(
        name,
      )}(amount: Int): Int = minOf(amount, ${value})\n`,
    check: (_topic, name, value) =>
      `@Test\nfun ${camel(name)}Holds() = assertEquals(${value}, ${camel(
        name,
      )}(1000))\n`,
  },
  rust: {
    source: topic => `src/${snake(topic)}.rs`,
    test: topic => `tests/${snake(topic)}.rs`,
    open: topic => `//! What is done about ${topic}.\n`,
    rule: (name, title, value) =>
      `/// ${title}.\npub fn ${snake(
        name,
      )}(amount: u32) -> u32 {\n    amount.min(${value})\n}\n`,
    check: (_topic, name, value) =>
      `#[test]\nfn ${snake(name)}_holds() {\n    assert_eq!(${snake(
        name,
      )}(1000), ${value});\n}\n`,
  },
};

/** A topic's source file, and its tests once there are any. */
export function topicFiles(
  language: Language,
  topic: string,
  rules: readonly Rule[],
): [path: string, text: string][] {
  const spelling = spellings[language];
  const value = ({ key, step }: Rule) => numberOf(`${key}/${step}`) % 900;
  const name = ({ title, key }: Rule) => `${title} ${key}`;
  const render = (parts: string[]) =>
    [spelling.open(topic), ...parts].join('\n') + (spelling.close ?? '');
  const files: [string, string][] = [
    [
      spelling.source(topic),
      render(
        rules.map(rule => spelling.rule(name(rule), rule.title, value(rule))),
      ),
    ],
  ];
  const tested = rules.filter(({ step }) => step > 0);
  if (tested.length > 0) {
    files.push([
      spelling.test(topic),
      render(
        tested.map(rule => spelling.check(topic, name(rule), value(rule))),
      ),
    ]);
  }
  return files;
}

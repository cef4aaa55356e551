import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isObject, ownField, type JsonObject } from '../json';
import { workloadSchema } from './workloadSchema';

const folder =
  process.env.CAIRN_FIXTURES && join(process.env.CAIRN_FIXTURES, 'score');
const describeWithFixtures =
  folder && existsSync(folder) ? describe : describe.skip;

/** The keywords both schemas say in the same way. */
const PLAIN = [
  'type',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'enum',
];

/** Reduces a JSON schema to a list of rules, each with the path it is for. */
function rulesOf(root: JsonObject): string[] {
  const rules: string[] = [];
  visit(root, '');
  return [...new Set(rules)].sort();

  function visit(node: unknown, path: string): void {
    if (!isObject(node)) {
      return;
    }
    const { $ref } = node;
    if (typeof $ref === 'string') {
      const target = $ref.split('/').slice(1);
      visit(target.reduce<unknown>(ownField, root), path);
    }
    for (const keyword of PLAIN) {
      if (node[keyword] !== undefined) {
        rules.push(
          `${path} ${keyword} ${JSON.stringify(node[keyword])}`.replaceAll(
            '\\\\/',
            '/',
          ),
        );
      }
    }
    if (node.additionalProperties === false) {
      rules.push(`${path} closed`);
    }
    for (const name of Array.isArray(node.required) ? node.required : []) {
      rules.push(`${path} required ${String(name)}`);
    }
    const { properties } = node;
    for (const [name, inner] of Object.entries(
      isObject(properties) ? properties : {},
    )) {
      rules.push(`${path}.${name} known`);
      visit(inner, `${path}.${name}`);
    }
    visit(node.propertyNames, `${path}<name>`);
    visit(node.additionalProperties, `${path}.*`);
    visit(node.items, `${path}[]`);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const parts = node[keyword];
      for (const part of Array.isArray(parts) ? parts : []) {
        visit(part, path);
      }
    }
  }
}

describeWithFixtures('the rules for workload files', () => {
  it('are those of the published schema', () => {
    const published: unknown = JSON.parse(
      readFileSync(join(folder ?? '', 'score-v1b1.json'), 'utf8'),
    );
    const theirs = rulesOf(isObject(published) ? published : {});
    const ours = rulesOf(z.toJSONSchema(workloadSchema));
    // These two lengths follow from the patterns of names, which are ours as well.
    const isImplied = (rule: string) =>
      /(minLength 2|maxLength 63)$/.test(rule) &&
      ours.some(it => it.startsWith(`${rule.split(' ')[0]} pattern`));
    // That a name is text needs no saying.
    const isSelfEvident = (rule: string) =>
      rule.endsWith('<name> type "string"');
    expect(theirs.length).toBeGreaterThan(100);
    expect(
      ours.filter(it => !theirs.includes(it) && !isSelfEvident(it)),
    ).toEqual([]);
    // What is left are alternatives, which ours checks in code: one content for each file, a command or a
    // request for each probe, no target in a map of targets.
    expect(theirs.filter(it => !ours.includes(it) && !isImplied(it))).toEqual([
      '.containers.*.files.* required binaryContent',
      '.containers.*.files.* required content',
      '.containers.*.files.* required source',
      '.containers.*.files.*.target known',
      '.containers.*.files.*.target minLength 1',
      '.containers.*.files.*.target type "string"',
      '.containers.*.files[] required binaryContent',
      '.containers.*.files[] required content',
      '.containers.*.files[] required source',
      '.containers.*.livenessProbe required exec',
      '.containers.*.livenessProbe required httpGet',
      '.containers.*.readinessProbe required exec',
      '.containers.*.readinessProbe required httpGet',
      '.containers.*.volumes.*.target known',
      '.containers.*.volumes.*.target type "string"',
    ]);
  });
});

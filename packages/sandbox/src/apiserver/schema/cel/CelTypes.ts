import { Environment } from '@marcbachmann/cel-js';
import type { SchemaNode } from '../../types';
import { parseGoDuration } from '../formats';
import { isObject } from '../goValue';
import { escapeName } from './escapeName';
import { celEqual, registerListLibrary } from './listLibrary';
import { registerStringLibrary } from './stringLibrary';
import { registerValueLibrary } from './valueLibrary';

type Convert = (value: unknown) => unknown;

/** How a value of a schema looks inside rules. */
export interface CelType {
  /** Such as `int` or `list<Spec>`. */
  name: string;
  /** From JSON; nulls inside objects count as absent. */
  convert: Convert;
}

const nameOnly: SchemaNode = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};

let base: Environment | undefined;

/** CEL with the libraries of Kubernetes; made once, the parent of all others. */
function baseEnvironment(): Environment {
  if (!base) {
    base = new Environment({ enableOptionalTypes: true }).registerVariable(
      'text',
      'string',
    );
    registerListLibrary(base);
    registerStringLibrary(base);
    registerValueLibrary(base);
  }
  return base;
}

/** The CEL types of one schema, and the environment that knows them. */
export class CelTypes {
  readonly environment = baseEnvironment().clone();
  private count = 0;
  private readonly kept = new Map<SchemaNode, CelType | undefined>();

  /** The type of a node; `undefined` for what rules cannot see. */
  of(schema: SchemaNode, wholeObject = false): CelType | undefined {
    if (!this.kept.has(schema)) {
      this.kept.set(schema, this.make(schema, wholeObject));
    }
    return this.kept.get(schema);
  }

  /** Makes the types of all nodes with rules; the environment takes none later. */
  declare(schema: SchemaNode, wholeObject = false): void {
    if (schema['x-kubernetes-validations']) this.of(schema, wholeObject);
    const below = [
      ...Object.values(schema.properties ?? {}),
      ...(isObject(schema.additionalProperties)
        ? [schema.additionalProperties as SchemaNode]
        : []),
      ...(schema.items ? [schema.items] : []),
    ];
    for (const one of below) this.declare(one);
  }

  private make(schema: SchemaNode, wholeObject: boolean): CelType | undefined {
    if (schema['x-kubernetes-int-or-string']) {
      return {
        name: 'dyn',
        convert: value => (typeof value === 'number' ? BigInt(value) : value),
      };
    }
    switch (schema.type) {
      case 'integer':
        return { name: 'int', convert: toInt };
      case 'number':
        return { name: 'double', convert: value => value };
      case 'boolean':
        return { name: 'bool', convert: value => value };
      case 'string':
        return stringType(schema.format);
      case 'array':
        return this.listType(schema);
      case 'object':
        return this.objectType(schema, wholeObject);
      default:
        return undefined;
    }
  }

  private listType(schema: SchemaNode): CelType | undefined {
    const item = schema.items && this.of(schema.items);
    return (
      item && {
        name: `list<${item.name}>`,
        // A fresh list: CEL looks at constructors to tell values apart.
        convert: value => Array.from(value as unknown[], item.convert),
      }
    );
  }

  private objectType(
    schema: SchemaNode,
    wholeObject: boolean,
  ): CelType | undefined {
    if (isObject(schema.additionalProperties)) {
      const entry = this.of(schema.additionalProperties as SchemaNode);
      return (
        entry && {
          name: `map<string, ${entry.name}>`,
          convert: value =>
            Object.fromEntries(
              Object.entries(value as object).map(([key, one]) => [
                key,
                entry.convert(one),
              ]),
            ),
        }
      );
    }
    const embedded = schema['x-kubernetes-embedded-resource'] === true;
    const properties: Record<string, SchemaNode> = {
      ...schema.properties,
      ...((wholeObject || embedded) && {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: nameOnly,
      }),
    };
    return this.messageType(properties);
  }

  private messageType(properties: Record<string, SchemaNode>): CelType {
    const fields: Record<string, string> = {};
    const parts: { name: string; escaped: string; type: CelType }[] = [];
    for (const [name, property] of Object.entries(properties)) {
      const escaped = escapeName(name);
      const type = escaped === undefined ? undefined : this.of(property);
      if (escaped === undefined || !type) continue;
      fields[escaped] = type.name;
      parts.push({ name, escaped, type });
    }
    this.count += 1;
    const typeName = `Object${this.count}`;
    const CelObject = class {};
    this.environment
      .registerType(typeName, { ctor: CelObject, fields })
      .registerOperator(`${typeName} == ${typeName}`, celEqual);
    return {
      name: typeName,
      convert(value) {
        const made = new CelObject() as Record<string, unknown>;
        const from = value as Record<string, unknown>;
        for (const { name, escaped, type } of parts) {
          const field = Object.hasOwn(from, name) ? from[name] : undefined;
          if (field !== undefined && field !== null) {
            made[escaped] = type.convert(field);
          }
        }
        return made;
      },
    };
  }
}

function toInt(value: unknown): unknown {
  return typeof value === 'number' ? BigInt(Math.trunc(value)) : value;
}

function stringType(format: string | undefined): CelType {
  switch (format) {
    case 'byte':
      return {
        name: 'bytes',
        convert: value => new Uint8Array(Buffer.from(String(value), 'base64')),
      };
    case 'date':
    case 'date-time':
      return {
        name: 'google.protobuf.Timestamp',
        convert: value => new Date(String(value)),
      };
    case 'duration':
      return {
        name: 'google.protobuf.Duration',
        convert: value =>
          baseEnvironment().evaluate('duration(text)', {
            text: `${parseGoDuration(String(value)) ?? 0}s`,
          }),
      };
    default:
      return { name: 'string', convert: value => value };
  }
}

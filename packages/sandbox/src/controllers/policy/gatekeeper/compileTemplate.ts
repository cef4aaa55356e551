import {
  compileProgram,
  PolicyCompileError,
  type PolicyProgram,
} from '../../../cel';
import { celEngine, type ConstraintTemplate } from './types';

/** A template ready to be evaluated. */
export interface CompiledTemplate {
  kind: string;
  program: PolicyProgram;
  /** Whether what cannot be evaluated passes. */
  ignoresErrors: boolean;
}

/** Why a template does not work, as `status.byPod[].errors` tells it. */
export interface TemplateError {
  code: string;
  message: string;
}

/** Values that Gatekeeper gives every rule. */
const ownVariables = [
  {
    name: 'anyObject',
    expression:
      "request.operation == 'DELETE' && object == null ? oldObject : object",
  },
  {
    name: 'params',
    expression:
      '!has(params.spec) || !has(params.spec.parameters) ? null : params.spec.parameters',
  },
];

/** Compiles the rule of a template, or tells why it cannot be enforced. */
export function compileTemplate(
  template: ConstraintTemplate,
): CompiledTemplate | TemplateError {
  const { metadata, spec } = template;
  const kind = spec?.crd?.spec?.names?.kind ?? '';
  const name = metadata.name ?? '';
  if (!kind) {
    return failed(
      'spec.crd.spec.names.kind is missing; name the kind of the constraints',
    );
  }
  if (name !== kind.toLowerCase()) {
    return failed(
      `the ConstraintTemplate's name "${name}" is not equal to the lowercase of CRD's Kind: "${kind.toLowerCase()}"`,
    );
  }
  const targets = spec?.targets ?? [];
  if (targets.length !== 1) {
    return failed('spec.targets must hold exactly one target');
  }
  const code = targets[0].code ?? [];
  const source = code.find(it => it.engine === celEngine)?.source;
  if (!source) {
    const engines = [
      ...(targets[0].rego ? ['Rego'] : []),
      ...code.map(it => it.engine),
    ];
    return failed(
      `no engine for ${
        [...new Set(engines)].join(', ') || 'this template'
      }: only ${celEngine} is installed; add spec.targets[0].code with that engine`,
    );
  }
  try {
    const program = compileProgram(
      { ...source, variables: [...ownVariables, ...(source.variables ?? [])] },
      { strict: true, namesBrokenVariable: true, inputs: ['params'] },
    );
    return { kind, program, ignoresErrors: source.failurePolicy === 'Ignore' };
  } catch (error) {
    if (!(error instanceof PolicyCompileError)) throw error;
    return failed(
      error.problems
        .map(it => `spec.targets[0].code.source.${it.path}: ${it.message}`)
        .join('; '),
    );
  }
}

/** Whether a template cannot be enforced. */
export function isTemplateError(
  it: CompiledTemplate | TemplateError,
): it is TemplateError {
  return 'code' in it;
}

function failed(message: string): TemplateError {
  return { code: 'ingest_error', message };
}

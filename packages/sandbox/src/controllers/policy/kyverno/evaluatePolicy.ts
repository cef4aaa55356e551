import {
  matchResources,
  type MatchSubject,
  type PolicyInput,
  type PolicyProgram,
} from '../../../cel';
import type { CompiledException, CompiledPolicy } from './CompiledPolicy';
import type { ReportResult, ResultStatus } from './types';

const severities = new Set(['critical', 'high', 'medium', 'low', 'info']);

/** What a policy says of a subject, before it becomes part of a report. */
export interface Verdict {
  status: ResultStatus;
  message: string;
  rule?: string;
  properties: Record<string, string>;
}

/**
 * Evaluates a policy, as Kyverno 1.19 does: exceptions first, then match
 * conditions, then validations up to the first that does not hold.
 *
 * @returns `undefined` where the policy says nothing of the subject
 */
export function evaluatePolicy(
  compiled: CompiledPolicy,
  subject: MatchSubject,
  input: PolicyInput,
): Verdict | undefined {
  const { namespace } = compiled.policy.metadata;
  if (namespace !== undefined && namespace !== subject.namespace) {
    return undefined;
  }
  const part = compiled.parts.find(one => matchResources(one.match, subject));
  if (!part) return undefined;
  const ignoresErrors = compiled.spec.failurePolicy === 'Ignore';
  const excused: CompiledException[] = [];
  for (const one of compiled.exceptions) {
    const met = meets(one.program, input);
    if (met.error !== undefined) return contextError(met.error, ignoresErrors);
    if (met.value) excused.push(one);
  }
  if (excused.length > 0) return excuse(excused);

  const { program } = part;
  const met = meets(program, input);
  if (met.error !== undefined) return contextError(met.error, ignoresErrors);
  if (!met.value) return undefined;
  return validate(program, input);
}

/** Turns a verdict into an entry of a report. */
export function toResult(
  { policy, name }: Pick<CompiledPolicy, 'policy' | 'name'>,
  verdict: Verdict,
  context: { process: string; now: Date },
): ReportResult {
  const unscored = annotation(policy, 'scored') === 'false';
  const { rule, message, properties } = verdict;
  const status =
    unscored && verdict.status === 'fail' ? 'warn' : verdict.status;
  return {
    source: 'KyvernoValidatingPolicy',
    policy: name,
    ...(rule && { rule }),
    result: status,
    message,
    ...describe(policy),
    ...(!unscored && { scored: true }),
    properties: { ...properties, process: context.process },
    timestamp: { seconds: Math.floor(context.now.getTime() / 1000), nanos: 0 },
  };
}

/** Severity and category, where the policy's annotations say them right. */
export function describe(
  policy: Pick<CompiledPolicy['policy'], 'metadata'>,
): Pick<ReportResult, 'severity' | 'category'> {
  const severity = annotation(policy, 'severity');
  const category = annotation(policy, 'category');
  return {
    ...(severity && severities.has(severity) && { severity }),
    ...(category && { category }),
  };
}

function annotation(
  { metadata }: Pick<CompiledPolicy['policy'], 'metadata'>,
  name: string,
): string | undefined {
  return metadata.annotations?.[`policies.kyverno.io/${name}`];
}

/** Whether all conditions hold. One that fails for good outweighs errors. */
function meets(
  program: PolicyProgram,
  input: PolicyInput,
):
  | { value: boolean; error?: undefined }
  | { value?: undefined; error: string } {
  const evaluate = program.on(input);
  const errors: string[] = [];
  for (const { run } of program.matchConditions) {
    const outcome = evaluate(run);
    if (outcome.error !== undefined) errors.push(outcome.error);
    else if (outcome.value !== true) return { value: false };
  }
  return errors.length > 0 ? { error: errors.join('; ') } : { value: true };
}

function contextError(error: string, ignored: boolean): Verdict | undefined {
  if (ignored) return undefined;
  return {
    status: 'error',
    message: `failed to load context: ${error}`,
    rule: 'evaluation',
    properties: {},
  };
}

function excuse(excused: CompiledException[]): Verdict {
  const passes = excused.every(
    ({ exception }) => exception.spec?.reportResult === 'pass',
  );
  const names = excused.map(
    ({ exception: { metadata } }) => `${metadata.namespace}/${metadata.name}`,
  );
  return {
    status: passes ? 'pass' : 'skip',
    message: `rule is ${
      passes ? 'passed' : 'skipped'
    } due to policy exception: ${names.join(', ')}`,
    rule: 'exception',
    properties: {
      exceptions: excused
        .map(({ exception }) => exception.metadata.name)
        .join(','),
    },
  };
}

function validate(program: PolicyProgram, input: PolicyInput): Verdict {
  const evaluate = program.on(input);
  for (const [i, validation] of program.validations.entries()) {
    const properties = { 'cel.validationIndex': String(i) };
    const outcome = evaluate(validation.run);
    if (outcome.error !== undefined) {
      const message = `error: ${outcome.error}`;
      return { status: 'error', message, properties };
    }
    if (outcome.value === true) continue;
    let message = validation.message ?? '';
    if (validation.runMessage) {
      const made = evaluate(validation.runMessage);
      message =
        made.error === undefined
          ? String(made.value)
          : `failed to evaluate message expression: ${made.error}`;
    }
    return {
      status: 'fail',
      message: message || `CEL expression validation failed at index ${i}`,
      properties: { ...auditAnnotations(program, evaluate), ...properties },
    };
  }
  return {
    status: 'pass',
    message: 'success',
    properties: auditAnnotations(program, evaluate),
  };
}

/** Annotations that cannot be evaluated are left out. */
function auditAnnotations(
  program: PolicyProgram,
  evaluate: ReturnType<PolicyProgram['on']>,
): Record<string, string> {
  return Object.fromEntries(
    program.auditAnnotations.flatMap(({ key, run }) => {
      const { value } = evaluate(run);
      return typeof value === 'string' && value !== '' ? [[key, value]] : [];
    }),
  );
}

import { PolicyCompileError } from '../../../cel';
import type { PolicyEvents } from '../PolicyEvents';
import {
  type AdmissionRequest,
  type AdmissionResponse,
  matchSubjectOfRequest,
} from '../webhook/admissionTypes';
import { ADMISSION_PROCESS, type AdmissionResults } from './AdmissionResults';
import {
  compilePolicy,
  type CompiledPolicy,
  isForAdmission,
  isForBackground,
} from './CompiledPolicy';
import { evaluatePolicy, toResult, type Verdict } from './evaluatePolicy';
import type { PolicySources } from './PolicySources';
import type { ValidatingPolicy } from './types';
import { isViolation, violationEvents } from './violationEvents';

/** A policy, or why it cannot be evaluated. */
type Prepared = { policy: ValidatingPolicy } & (
  | { compiled: CompiledPolicy; problem?: undefined }
  | { compiled?: undefined; problem: string }
);

type Found = { policy: ValidatingPolicy; verdict: Verdict };

/** Decides about requests, as Kyverno's admission controller does. */
export class PolicyAdmission {
  private prepared: Prepared[] | undefined;

  constructor(
    private readonly options: {
      sources: PolicySources;
      events: PolicyEvents;
      results: AdmissionResults;
    },
  ) {}

  /** Compiles the policies anew at the next request. */
  refresh(): void {
    this.prepared = undefined;
  }

  /** Answers for the policies that a webhook's path names. */
  review(
    request: AdmissionRequest,
    names: readonly string[],
    namespaced: boolean,
  ): AdmissionResponse {
    const { sources } = this.options;
    const namespaceObject = sources.namespace(request.namespace);
    const subject = matchSubjectOfRequest(request, namespaceObject);
    const input = {
      object: request.object,
      oldObject: request.oldObject,
      request: { ...request, object: undefined, oldObject: undefined },
      namespaceObject,
    };
    const found: Found[] = [];
    for (const { policy, compiled, problem } of this.policies()) {
      const { name = '', namespace } = policy.metadata;
      const isMeant =
        names.includes(name) &&
        (namespaced ? namespace === request.namespace : !namespace);
      if (!isMeant) continue;
      const verdict: Verdict | undefined = compiled
        ? evaluatePolicy(compiled, subject, input)
        : { status: 'error', message: problem, properties: {} };
      if (verdict) found.push({ policy, verdict });
    }
    return this.decide(request, found);
  }

  private decide(
    request: AdmissionRequest,
    found: readonly Found[],
  ): AdmissionResponse {
    const violations = found.filter(it => isViolation(it.verdict.status));
    const say = (action: string) =>
      violations
        .filter(({ policy }) =>
          // `spec.validationActions` is optional; without it policies deny.
          (policy.spec?.validationActions ?? ['Deny']).some(
            it => it === action,
          ),
        )
        .map(
          ({ policy, verdict }) =>
            `Policy ${policy.metadata.name} ${
              verdict.status === 'error' ? 'error' : 'failed'
            }: ${verdict.message}`,
        );
    const denials = say('Deny');
    const warnings = say('Warn');
    const blocked = denials.length > 0;
    this.tell(request, violations, blocked);
    if (!blocked && !request.dryRun) this.keep(request, found);
    return {
      allowed: !blocked,
      ...(blocked && { status: { code: 400, message: denials.join('; ') } }),
      ...(warnings.length > 0 && { warnings }),
    };
  }

  private tell(
    request: AdmissionRequest,
    violations: readonly Found[],
    blocked: boolean,
  ): void {
    // What a dry run lets pass never comes to be.
    if (request.dryRun && !blocked) return;
    const metadata = (request.object ?? request.oldObject)?.metadata;
    const subject = {
      ...kindOf(request),
      metadata: {
        name: metadata?.name ?? request.name,
        namespace: request.namespace || undefined,
        uid: metadata?.uid,
      },
    };
    for (const { policy, verdict } of violations) {
      const { status, rule, message } = verdict;
      for (const event of violationEvents(
        { policy, status, rule, message },
        subject,
        { component: 'kyverno-admission', blocked },
      )) {
        this.options.events.record(event);
      }
    }
  }

  /** Keeps for the report what no background scan will find. */
  private keep(request: AdmissionRequest, found: readonly Found[]): void {
    const { metadata } = request.object ?? {};
    const onlyHere = found.filter(({ policy }) => !isForBackground(policy));
    if (!metadata?.name || request.subResource || onlyHere.length === 0) return;
    const context = { process: ADMISSION_PROCESS, now: new Date() };
    this.options.results.add(
      {
        ...kindOf(request),
        name: metadata.name,
        ...(request.namespace && { namespace: request.namespace }),
      },
      onlyHere.map(({ policy, verdict }) =>
        toResult({ policy, name: fullName(policy) }, verdict, context),
      ),
    );
  }

  private policies(): Prepared[] {
    const { sources } = this.options;
    // One that has expired before it was loaded counts for nothing.
    this.prepared ??= sources.policies
      .filter(isForAdmission)
      .sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1))
      .map(policy => {
        try {
          const exceptions = sources.exceptions.filter(
            ({ spec }) =>
              !spec?.expiresAt || Date.parse(spec.expiresAt) > Date.now(),
          );
          return { policy, compiled: compilePolicy(policy, exceptions) };
        } catch (error) {
          if (!(error instanceof PolicyCompileError)) throw error;
          return { policy, problem: error.message };
        }
      });
    return this.prepared;
  }
}

function fullName({ metadata: { namespace, name = '' } }: ValidatingPolicy) {
  return namespace ? `${namespace}/${name}` : name;
}

function kindOf({ kind }: AdmissionRequest) {
  return {
    apiVersion: kind.group ? `${kind.group}/${kind.version}` : kind.version,
    kind: kind.kind,
  };
}

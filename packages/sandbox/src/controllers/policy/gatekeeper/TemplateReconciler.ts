import { jsonEqual } from '../../../apiserver/schema/goValue';
import {
  type JsonObject,
  type KubernetesClient,
  refOf,
  untilEstablished,
} from '../../runtime';
import {
  type CompiledTemplate,
  compileTemplate,
  isTemplateError,
  type TemplateError,
} from './compileTemplate';
import { constraintCrd } from './constraintCrd';
import { constraintsApiVersion, type ConstraintTemplate } from './types';

/** Processes a real Gatekeeper runs, with what each does. */
export const gatekeeperPods = [
  {
    id: 'gatekeeper-audit',
    operations: ['audit', 'generate', 'status'],
  },
  { id: 'gatekeeper-controller-manager', operations: ['webhook'] },
];

/** Makes the kind of a template, and says in its status what became of it. */
export class TemplateReconciler {
  constructor(
    private readonly client: KubernetesClient,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns the rule, or `undefined` where the template cannot be enforced */
  async reconcile(
    template: ConstraintTemplate,
  ): Promise<CompiledTemplate | undefined> {
    const compiled = compileTemplate(template);
    if (isTemplateError(compiled)) {
      await this.writeStatus(template, [compiled]);
      return undefined;
    }
    await this.define(template);
    await this.writeStatus(template, []);
    return compiled;
  }

  private async define(template: ConstraintTemplate): Promise<void> {
    const wanted = constraintCrd(template);
    const ref = refOf(wanted);
    if (await this.client.find(ref)) {
      await this.client.patch(ref, {
        metadata: { ownerReferences: wanted.metadata.ownerReferences },
        spec: wanted.spec,
      } as JsonObject);
    } else {
      await this.client.create(wanted);
    }
    await untilEstablished(this.client, ref, this.signal);
    this.client.discovery.forget(constraintsApiVersion);
  }

  private async writeStatus(
    template: ConstraintTemplate,
    errors: TemplateError[],
  ): Promise<void> {
    const { name = '', uid, generation } = template.metadata;
    const status = {
      created: errors.length === 0,
      byPod: gatekeeperPods.map(({ id, operations }) => ({
        id,
        observedGeneration: generation,
        operations,
        templateUID: uid,
        ...(errors.length > 0 && { errors }),
      })),
    } as unknown as JsonObject;
    if (jsonEqual(status, template.status)) return;
    const { apiVersion, kind } = template;
    await this.client.patch(
      { apiVersion, kind, name },
      { status },
      { subresource: 'status' },
    );
  }
}

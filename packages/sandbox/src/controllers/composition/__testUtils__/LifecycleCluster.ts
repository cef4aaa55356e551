import { parseAllDocuments } from 'yaml';
import type {
  KubernetesClient,
  KubernetesObject,
  ObjectRef,
} from '../../runtime';

/** A recorded name of a composed object, and what it stands for. */
export type RecordedName = { kind: string; owner: string; template: string };

const TEMPLATE = 'crossplane.io/composition-resource-name';

/** Does what the recorded kubectl commands did, on a cluster where generated names are others. */
export class LifecycleCluster {
  private readonly names = new Map<string, RecordedName>();
  private readonly revisions = new Map<string, number>();
  private nodeLabels: Record<string, string> = {};
  private readonly kinds = new Map<
    string,
    { apiVersion: string; kind: string }
  >([
    ['configmap', { apiVersion: 'v1', kind: 'ConfigMap' }],
    ['secret', { apiVersion: 'v1', kind: 'Secret' }],
    [
      'composition',
      { apiVersion: 'apiextensions.crossplane.io/v1', kind: 'Composition' },
    ],
    ['ns', { apiVersion: 'v1', kind: 'Namespace' }],
  ]);

  constructor(private readonly client: KubernetesClient) {}

  /** Teaches the plural names of kinds that definitions bring. */
  learnKind(plural: string, apiVersion: string, kind: string): void {
    this.kinds.set(plural, { apiVersion, kind });
  }

  /** Remembers which object a recorded name means. */
  learnNames(objects: readonly KubernetesObject[]): void {
    for (const { kind, metadata, spec } of objects) {
      if (
        kind === 'CompositionRevision' &&
        !this.revisions.has(metadata.name ?? '')
      ) {
        this.revisions.set(metadata.name ?? '', Number(spec?.revision));
      }
      const template = metadata.annotations?.[TEMPLATE];
      const owner = metadata.ownerReferences?.find(it => it.controller);
      if (template && owner && metadata.name) {
        this.names.set(metadata.name, { kind, owner: owner.name, template });
      }
    }
  }

  /** Runs a recorded command. @throws when the cluster refuses it */
  async run(command: string, manifest?: string): Promise<void> {
    if (manifest) {
      const text = await this.withRealComposite(manifest);
      // kubectl reads YAML 1.1, where the key n is false.
      for (const document of parseAllDocuments(text, { version: '1.1' })) {
        const object = document.toJS() as KubernetesObject | null;
        if (!object) continue;
        await this.useRealOwners(object);
        await this.client.apply(object, {
          fieldManager: 'kubectl-client-side-apply',
          force: true,
        });
      }
      return;
    }
    const words = split(command).filter(it => it !== 'kubectl');
    const flags = words.filter(it => it.startsWith('--'));
    const patch = words[words.indexOf('-p') + 1];
    const rest = words.filter(
      (it, index) =>
        !it.startsWith('-') &&
        words[index - 1] !== '-n' &&
        words[index - 1] !== '-p',
    );
    const namespace = words.includes('-n')
      ? words[words.indexOf('-n') + 1]
      : undefined;
    const [verb, what, name, ...more] = rest;
    if (what === 'pods') {
      await this.deletePods(namespace);
      return;
    }
    if (what === 'node') {
      await this.labelNode(more.length ? more : [name]);
      return;
    }
    const ref = await this.refOf(what, name, namespace);
    if (verb === 'patch') {
      await this.client.patch(
        ref,
        JSON.parse(await this.withRealRevisions(patch)),
      );
    }
    if (verb === 'delete') {
      await this.client.delete(ref, {
        propagationPolicy: flags.includes('--cascade=foreground')
          ? 'Foreground'
          : 'Background',
      });
    }
    if (verb === 'annotate' || verb === 'label') {
      const field = verb === 'label' ? 'labels' : 'annotations';
      const changes = Object.fromEntries(more.map(change));
      await this.client.patch(ref, { metadata: { [field]: changes } });
    }
  }

  /** Plays the part of the controllers that make Deployments available where a node fits; on a cluster with nodes they run. */
  async playDeployments(): Promise<void> {
    if ((await this.nodes()).length > 0) return;
    const { items } = await this.client.list('apps/v1', 'Deployment');
    for (const deployment of items) {
      const template = deployment.spec as {
        template?: { spec?: { nodeSelector?: Record<string, string> } };
      };
      const selector = template.template?.spec?.nodeSelector ?? {};
      const fits = Object.entries(selector).every(
        ([key, value]) => this.nodeLabels[key] === value,
      );
      const available = fits ? 'True' : 'False';
      const conditions = deployment.status?.conditions as
        | { type: string; status: string }[]
        | undefined;
      if (conditions?.[0]?.status === available) continue;
      await this.client.patch(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: deployment.metadata.namespace,
          name: deployment.metadata.name ?? '',
        },
        {
          status: {
            replicas: 1,
            updatedReplicas: 1,
            availableReplicas: fits ? 1 : null,
            readyReplicas: fits ? 1 : null,
            conditions: [{ type: 'Available', status: available }],
          },
        },
        { subresource: 'status' },
      );
    }
  }

  /** The object that a recorded name stands for, or the object of this very name. */
  async refOf(
    what: string,
    name: string,
    namespace?: string,
  ): Promise<ObjectRef> {
    const kind = this.kinds.get(what.split('.')[0]) ?? this.kinds.get(what);
    if (!kind) throw new Error(`The test does not know the kind ${what}`);
    const recorded = this.names.get(name);
    if (!recorded) {
      const claimed =
        /^<composite>$|^[a-z]+-[a-z0-9]{5}$/.test(name) &&
        kind.kind.startsWith('X');
      if (!claimed) return { ...kind, namespace, name };
      const composites = await this.client.list(kind.apiVersion, kind.kind);
      return { ...kind, name: composites.items[0]?.metadata.name ?? name };
    }
    const { items } = await this.client.list(kind.apiVersion, kind.kind, {
      namespace,
    });
    const found = items.find(
      it =>
        it.metadata.annotations?.[TEMPLATE] === recorded.template &&
        it.metadata.ownerReferences?.some(
          owner =>
            owner.name === recorded.owner ||
            // Composites of claims have other names in every run.
            owner.kind.startsWith('X'),
        ),
    );
    return { ...kind, namespace, name: found?.metadata.name ?? name };
  }

  /** An owner that does not exist would soon take the object with it. */
  private async useRealOwners({ metadata }: KubernetesObject): Promise<void> {
    for (const owner of metadata.ownerReferences ?? []) {
      const { apiVersion, kind, name } = owner;
      const { namespace } = metadata;
      const real = await this.client.apply(
        { apiVersion, kind, metadata: { name, namespace } },
        { fieldManager: 'test' },
      );
      owner.uid = real.metadata.uid ?? '';
    }
  }

  private async withRealComposite(text: string): Promise<string> {
    const named = /kind: (X[A-Z]\w*)\n\s+name: ([a-z]+-[a-z0-9]{5})\n/.exec(
      text,
    );
    const kind = [...this.kinds.values()].find(it => it.kind === named?.[1]);
    if (!named || !kind) return text;
    for (;;) {
      const { items } = await this.client.list(kind.apiVersion, kind.kind);
      const real = items.find(it => !it.metadata.deletionTimestamp);
      if (real?.metadata.name) {
        return text.replaceAll(named[2], real.metadata.name);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  private async withRealRevisions(text: string): Promise<string> {
    const recorded = [...this.revisions].find(([name]) => text.includes(name));
    if (!recorded) return text;
    const [name, number] = recorded;
    for (;;) {
      const { items } = await this.client.list(
        'apiextensions.crossplane.io/v1',
        'CompositionRevision',
      );
      const real = items.find(
        it =>
          it.spec?.revision === number &&
          name.startsWith(
            `${it.metadata.labels?.['crossplane.io/composition-name']}-`,
          ),
      );
      if (real?.metadata.name) return text.replaceAll(name, real.metadata.name);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  private async nodes(): Promise<KubernetesObject[]> {
    return (await this.client.list('v1', 'Node')).items;
  }

  private async deletePods(namespace?: string): Promise<void> {
    const { items } = await this.client.list('v1', 'Pod', { namespace });
    for (const { metadata } of items) {
      const { name = '' } = metadata;
      await this.client.delete({
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: metadata.namespace,
        name,
      });
    }
  }

  private async labelNode(words: string[]): Promise<void> {
    for (const word of words) {
      const [key, value] = change(word);
      for (const { metadata } of await this.nodes()) {
        const { name = '' } = metadata;
        await this.client.patch(
          { apiVersion: 'v1', kind: 'Node', name },
          { metadata: { labels: { [key]: value } } },
        );
      }
      if (value === null) delete this.nodeLabels[key];
      else this.nodeLabels = { ...this.nodeLabels, [key]: value };
    }
    await this.playDeployments();
  }
}

function change(word: string): [string, string | null] {
  if (word.endsWith('-')) return [word.slice(0, -1), null];
  const [key, value] = word.split('=');
  return [key, value];
}

function split(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(it => it[1] ?? it[2]);
}

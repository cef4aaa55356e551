import type {
  EventNote,
  Informer,
  KubernetesClient,
  KubernetesObject,
} from '../../runtime';
import type { Definition } from '../definition/types';
import { isObject } from '../fieldpath/FieldPath';
import { COMPOSITION_NAME_LABEL } from '../revision/revisionOf';
import type { CompositeFields } from './compositeFields';
import { matchesLabels } from './compositeFields';

/** What selecting needs. */
export type Selection = {
  client: KubernetesClient;
  fields: CompositeFields;
  compositions: Informer;
  revisions: Informer;
  definition: Definition;
  note: (note: EventNote) => void;
};

/** A failure with the words that Crossplane has for the step it failed in. */
export class CompositeError extends Error {
  constructor(
    message: string,
    /** The reason of the Warning event. */
    readonly reason: 'SelectComposition' | 'ComposeResources',
  ) {
    super(message);
    this.name = 'CompositeError';
  }
}

/** Puts the reference to its composition into a composite. @returns the composite as it is afterwards */
export async function selectComposition(
  composite: KubernetesObject,
  selection: Selection,
): Promise<KubernetesObject> {
  const { client, fields, compositions, definition, note } = selection;
  const current = fields.refName(composite, 'compositionRef');
  const selector = fields.selector(composite, 'compositionSelector');
  const { enforcedCompositionRef: enforced, defaultCompositionRef: fallback } =
    definition.spec;
  const choose = (chosen: KubernetesObject, name: string, how?: string) => {
    if (how) {
      note({
        type: 'Normal',
        reason: 'CompositionSelection',
        message: `${how} composition has been selected`,
      });
    }
    note({
      type: 'Normal',
      reason: 'SelectComposition',
      message: `Successfully selected composition: ${name}`,
    });
    return chosen;
  };
  const referring = (name: string) =>
    fields.write(composite, { compositionRef: { name } });

  // What the XRD decides is written together with the revision: while there is none, the composite names no composition.
  if (enforced) {
    return current === enforced.name
      ? composite
      : choose(referring(enforced.name), enforced.name, 'Enforced');
  }
  if (current) return composite;
  if (!selector && fallback) {
    return choose(referring(fallback.name), fallback.name, 'Default');
  }
  const candidates = compositions
    .list()
    .filter(
      it => isCompatible(it, composite) && matchesLabels(it, selector ?? {}),
    )
    .sort((a, b) =>
      (a.metadata.name ?? '').localeCompare(b.metadata.name ?? ''),
    );
  if (candidates.length === 0) {
    throw new CompositeError(
      'cannot select Composition: no compatible Compositions found',
      'SelectComposition',
    );
  }
  const chosen = candidates[Math.floor(Math.random() * candidates.length)];
  const name = chosen.metadata.name ?? '';
  return choose(await client.update(referring(name)), name);
}

/** Picks the revision to use and writes the reference to it. @returns both as they are afterwards */
export async function selectRevision(
  composite: KubernetesObject,
  selection: Selection,
): Promise<{ composite: KubernetesObject; revision: KubernetesObject }> {
  const { client, fields, compositions, revisions, note } = selection;
  const fetchError = (problem: string) =>
    new CompositeError(
      `cannot fetch Composition: ${problem}`,
      'ComposeResources',
    );
  const currentName = fields.refName(composite, 'compositionRevisionRef');
  const policy = fields.read(composite).compositionUpdatePolicy ?? 'Automatic';
  if (currentName && policy === 'Manual') {
    const revision = revisions.get({ name: currentName });
    if (!revision) {
      throw fetchError(
        `cannot get CompositionRevision: CompositionRevision.apiextensions.crossplane.io "${currentName}" not found`,
      );
    }
    return { composite, revision };
  }
  const name = fields.refName(composite, 'compositionRef') ?? '';
  const composition = compositions.get({ name });
  if (!composition) {
    throw fetchError(
      `cannot get Composition: Composition.apiextensions.crossplane.io "${name}" not found`,
    );
  }
  const selector =
    fields.selector(composite, 'compositionRevisionSelector') ?? {};
  const [latest] = revisions
    .list()
    .filter(
      it =>
        it.metadata.labels?.[COMPOSITION_NAME_LABEL] === name &&
        it.metadata.ownerReferences?.some(
          owner => owner.uid === composition.metadata.uid,
        ) &&
        matchesLabels(it, selector),
    )
    .sort((a, b) => Number(b.spec?.revision) - Number(a.spec?.revision));
  if (!latest) throw fetchError('no composition revisions found');
  const latestName = latest.metadata.name ?? '';
  if (latestName === currentName) return { composite, revision: latest };
  const updated = await client.update(
    fields.write(composite, { compositionRevisionRef: { name: latestName } }),
  );
  note({
    type: 'Normal',
    reason: 'SelectComposition',
    message: `Selected composition revision: ${latestName}`,
  });
  return { composite: updated, revision: latest };
}

/** Whether a composition or revision is for this kind of composite. */
export function isCompatible(
  composition: KubernetesObject,
  composite: KubernetesObject,
): boolean {
  const reference = composition.spec?.compositeTypeRef;
  return (
    isObject(reference) &&
    reference.apiVersion === composite.apiVersion &&
    reference.kind === composite.kind
  );
}

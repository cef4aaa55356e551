import type { Controller, KubernetesObject, ObjectKey } from '../../runtime';
import { startController } from '../../runtime';
import type { Context } from '../context';
import { COMPOSITION_API } from '../context';
import { isControlledBy } from '../finalizers';
import { writeStatus } from '../writeStatus';
import {
  COMPOSITION_HASH_LABEL,
  COMPOSITION_NAME_LABEL,
  compositionHash,
  revisionOf,
} from './revisionOf';

/** Keeps a revision for each state that a Composition was in, and says of each that its pipeline is usable. */
export function startRevisionControllers(context: Context): Controller[] {
  const { client, pool, events, log } = context;
  const compositions = pool.of(COMPOSITION_API, 'Composition');
  const revisions = pool.of(COMPOSITION_API, 'CompositionRevision');

  const reviseComposition = async ({ name }: ObjectKey) => {
    const composition = compositions.get({ name });
    if (!composition || composition.metadata.deletionTimestamp) return;
    const listed = await client.list(COMPOSITION_API, 'CompositionRevision', {
      labelSelector: `${COMPOSITION_NAME_LABEL}=${name}`,
    });
    const own = listed.items.filter(it =>
      isControlledBy(it, composition.metadata.uid),
    );
    const latest = Math.max(0, ...own.map(numberOf));
    const hash = compositionHash(composition);
    const same = own.find(
      it => it.metadata.labels?.[COMPOSITION_HASH_LABEL] === hash,
    );
    if (!same) {
      await client.create(revisionOf(composition, latest + 1));
      events.record(composition, {
        type: 'Normal',
        reason: 'CreateRevision',
        message: 'Created new revision',
      });
      return;
    }
    // Going back to an earlier state takes up its revision again, as the newest one.
    if (numberOf(same) < latest) {
      await client.update({
        ...same,
        spec: { ...same.spec, revision: latest + 1 },
      });
    }
  };

  const checkRevision = async ({ name }: ObjectKey) => {
    const revision = revisions.get({ name });
    if (!revision || revision.metadata.deletionTimestamp) return;
    const observedGeneration = revision.metadata.generation;
    const written = await writeStatus(client, revision, {
      conditions: [
        {
          type: 'Synced',
          status: 'True',
          reason: 'ReconcileSuccess',
          observedGeneration,
        },
        {
          type: 'ValidPipeline',
          status: 'True',
          reason: 'ValidPipeline',
          observedGeneration,
        },
      ],
    });
    if (written !== revision) {
      events.record(revision, {
        type: 'Normal',
        reason: 'CheckCapabilities',
        message: 'All functions have required composition capability',
      });
    }
  };

  return [
    startController({
      name: 'revisions/composition.apiextensions.crossplane.io',
      watches: [{ informer: compositions }],
      reconcile: reviseComposition,
      log,
    }),
    startController({
      name: 'revision/compositionrevision.apiextensions.crossplane.io',
      watches: [{ informer: revisions }],
      reconcile: checkRevision,
      log,
    }),
  ];
}

function numberOf(revision: KubernetesObject): number {
  const number = revision.spec?.revision;
  return typeof number === 'number' ? number : 0;
}

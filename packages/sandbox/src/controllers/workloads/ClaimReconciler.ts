import type {
  InformerPool,
  JsonObject,
  KubernetesObject,
  ObjectKey,
} from '../runtime';
import { isAlreadyExists, isNotFound, refOf } from '../runtime';
import type { WorkloadContext } from './context';

/** Binds volume claims to volumes that exist in name only. */
export class ClaimReconciler {
  constructor(
    private readonly context: WorkloadContext,
    private readonly pool: InformerPool,
  ) {}

  async reconcile(key: ObjectKey): Promise<void> {
    const { client, recorder } = this.context;
    const claim = this.pool.of('v1', 'PersistentVolumeClaim').get(key);
    if (!claim || claim.metadata.deletionTimestamp) return;
    if (claim.status?.phase === 'Bound') return;
    const { spec = {}, metadata } = claim;
    const volumeName = String(spec.volumeName ?? volumeOf(claim));
    const { requests } = (spec.resources ?? {}) as JsonObject;
    const capacity = { storage: (requests as JsonObject)?.storage ?? '1Gi' };
    const { accessModes } = spec;
    try {
      const volume = await client.create({
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: volumeName },
        spec: {
          capacity,
          accessModes,
          claimRef: {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            name: metadata.name,
            namespace: metadata.namespace,
            uid: metadata.uid,
          },
          hostPath: { path: `/var/local-path-provisioner/${volumeName}` },
          persistentVolumeReclaimPolicy: 'Delete',
          storageClassName: spec.storageClassName,
        },
      });
      await client.patch(
        refOf(volume),
        { status: { phase: 'Bound' } },
        { subresource: 'status' },
      );
      recorder('persistentvolume-controller').record(claim, {
        type: 'Normal',
        reason: 'ProvisioningSucceeded',
        message: `Successfully provisioned volume ${volumeName}`,
      });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
    if (!spec.volumeName)
      await client.patch(refOf(claim), { spec: { volumeName } });
    await client.patch(
      refOf(claim),
      { status: { phase: 'Bound', accessModes, capacity } },
      { subresource: 'status' },
    );
  }

  /** Removes the volume that was made for a claim which is gone. */
  async release(claim: KubernetesObject): Promise<void> {
    try {
      await this.context.client.delete({
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        name: volumeOf(claim),
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

function volumeOf({ metadata }: KubernetesObject): string {
  return `pvc-${metadata.uid}`;
}

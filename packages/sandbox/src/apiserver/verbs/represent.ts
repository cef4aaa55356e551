import type { Negotiated } from '../http/negotiate';
import { groupVersion } from '../registry/TypeRegistry';
import type { StoredObject } from '../storage/StoredObject';
import { renderTable, type IncludeObject } from '../table/renderTable';
import type { KubeObject, ResourceType } from '../types';
import { fromStorage, textFromStorage } from './convert';

/** Shapes every resource can be answered in. */
export const RESOURCE_SHAPES = {
  Table: ['v1', 'v1beta1'],
  PartialObjectMetadata: ['v1', 'v1beta1'],
};

/** `metadata` of a list. */
export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** Writes objects of one type in the shape a client asked for. */
export class Representation {
  constructor(
    private readonly type: ResourceType,
    private readonly negotiated: Negotiated,
    private readonly includeObject: IncludeObject,
    private readonly now: () => Date,
  ) {}

  /** JSON of one object. */
  object(stored: StoredObject): string {
    switch (this.negotiated.shape) {
      case 'Table':
        return this.table([stored], true, {
          resourceVersion: String(stored.revision),
        });
      case 'PartialObjectMetadata':
        return JSON.stringify(this.partial(fromStorage(this.type, stored)));
      default:
        return textFromStorage(this.type, stored);
    }
  }

  /** JSON of an object in a watch; tables name their columns only once. */
  watched(stored: StoredObject, first: boolean): string {
    if (this.negotiated.shape === 'Table') {
      return this.table([stored], first, {
        resourceVersion: String(stored.revision),
      });
    }
    return this.object(stored);
  }

  /** JSON of a bookmark's object: nothing but the version. */
  bookmark(revision: number, initialEventsEnd: boolean): string {
    const { type } = this;
    const shaped = this.negotiated.shape !== 'Object';
    return JSON.stringify({
      kind: shaped ? this.negotiated.shape : type.kind,
      apiVersion: shaped
        ? `meta.k8s.io/${this.negotiated.shapeVersion}`
        : groupVersion(type),
      metadata: {
        resourceVersion: String(revision),
        ...(initialEventsEnd && {
          annotations: { 'k8s.io/initial-events-end': 'true' },
        }),
        ...(!shaped && { creationTimestamp: null }),
      },
    });
  }

  /** JSON of a list. */
  list(items: readonly StoredObject[], meta: ListMeta): string {
    switch (this.negotiated.shape) {
      case 'Table':
        return this.table(items, true, meta);
      case 'PartialObjectMetadata':
        return JSON.stringify({
          kind: 'PartialObjectMetadataList',
          apiVersion: `meta.k8s.io/${this.negotiated.shapeVersion}`,
          metadata: meta,
          items: items.map(item => this.partial(fromStorage(this.type, item))),
        });
      default:
        return `{"kind":${JSON.stringify(
          this.type.listKind,
        )},"apiVersion":${JSON.stringify(
          groupVersion(this.type),
        )},"metadata":${JSON.stringify(this.listMeta(meta))},"items":[${items
          .map(item => this.listItem(item))
          .join(',')}]}`;
    }
  }

  /** Lists of custom resources say even that there is nothing to continue. */
  private listMeta(meta: ListMeta): ListMeta {
    return this.type.crdName === undefined ? meta : { continue: '', ...meta };
  }

  /** Items of built-in kinds do not repeat version and kind. */
  private listItem(stored: StoredObject): string {
    const text = textFromStorage(this.type, stored);
    if (this.type.crdName !== undefined) return text;
    return text.replace(/^\{"apiVersion":"[^"]*","kind":"[^"]*",/, '{');
  }

  private partial(object: KubeObject): unknown {
    return {
      kind: 'PartialObjectMetadata',
      apiVersion: `meta.k8s.io/${this.negotiated.shapeVersion}`,
      metadata: object.metadata,
    };
  }

  private table(
    items: readonly StoredObject[],
    withColumns: boolean,
    meta: ListMeta,
  ): string {
    return JSON.stringify(
      renderTable({
        type: this.type,
        objects: items.map(item => fromStorage(this.type, item)),
        version: this.negotiated.shapeVersion,
        includeObject: this.includeObject,
        withColumns,
        meta,
        now: this.now(),
      }),
    );
  }
}

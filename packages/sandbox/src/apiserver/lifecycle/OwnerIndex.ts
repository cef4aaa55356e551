import type { StoredObject } from '../storage/StoredObject';

/** Who depends on whom, by UID. */
export class OwnerIndex {
  private readonly objects = new Map<string, StoredObject>();
  private readonly dependents = new Map<string, Set<string>>();

  /** Takes in the present version of an object. */
  set(object: StoredObject): void {
    const known = this.objects.get(object.uid);
    for (const owner of known?.owners ?? []) {
      if (!object.owners.includes(owner)) this.unlink(owner, object.uid);
    }
    this.objects.set(object.uid, object);
    for (const owner of object.owners) {
      const set = this.dependents.get(owner) ?? new Set();
      set.add(object.uid);
      this.dependents.set(owner, set);
    }
  }

  /** Forgets an object that is gone; its dependents stay known. */
  remove(object: StoredObject): void {
    for (const owner of this.objects.get(object.uid)?.owners ?? []) {
      this.unlink(owner, object.uid);
    }
    this.objects.delete(object.uid);
  }

  byUid(uid: string): StoredObject | undefined {
    return this.objects.get(uid);
  }

  /** Objects that name this UID as an owner. */
  dependentsOf(uid: string): StoredObject[] {
    return [...(this.dependents.get(uid) ?? [])]
      .map(dependent => this.objects.get(dependent))
      .filter(object => object !== undefined);
  }

  private unlink(owner: string, dependent: string): void {
    const set = this.dependents.get(owner);
    set?.delete(dependent);
    if (set?.size === 0) this.dependents.delete(owner);
  }
}

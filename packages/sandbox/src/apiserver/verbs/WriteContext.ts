import type { AdmissionSession } from '../admission';
import type { Services } from '../Services';
import type { Draft } from '../storage/Draft';
import type { ResourceType, UserInfo } from '../types';
import type { WriteOptions } from './writeOptions';

/** What a write on one object needs to know. */
export interface WriteContext {
  readonly services: Services;
  readonly draft: Draft;
  readonly type: ResourceType;
  readonly user: UserInfo;
  readonly namespace: string;
  /** `''` on the main resource. */
  readonly subresource: string;
  readonly options: WriteOptions;
  /** Unset for writes of the server itself. */
  readonly admission?: AdmissionSession;
  readonly warn: (text: string) => void;
}

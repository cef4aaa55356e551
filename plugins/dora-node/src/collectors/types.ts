import type { Fact, FactInput, Ledger } from '@cairn/plugin-dora-common';
import type { ComponentEntry, EnvironmentEntry } from '../directory';

/** A delivery as it came. Names of headers are in lower case. @public */
export interface WebhookDelivery {
  headers: Readonly<Record<string, string>>;
  /** The very bytes that came: signatures are over them. */
  body: Buffer;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

/** Something that could not be said as a fact, and what to do about it. @public */
export interface Unmatched {
  reason:
    | 'no_component'
    | 'ambiguous_component'
    | 'unknown_environment'
    | 'no_commit'
    | 'unsupported';
  /** What it was about, for example `acme/shop`. */
  subject: string;
  /** A sentence: why it was not counted. */
  detail: string;
  /** A sentence: what somebody can do about it. */
  mend: string;
}

/** What a source told, as facts. @public */
export interface Translation {
  facts: FactInput[];
  unmatched?: Unmatched[];
  /** A sentence: why there is nothing in it. Only of what says nothing about delivery. */
  ignored?: string;
}

/** Who is who, from the catalog and the configuration. @public */
export interface Directory {
  /** By `owner/name`, in any case. Several for a repository of many components. */
  componentsOfRepository(repository: string): readonly ComponentEntry[];
  /** Every repository of a component, `owner/name` in lower case. */
  repositories(): readonly string[];
  /** By entity reference, plain name, or any name that an annotation gives. */
  componentsNamed(name: string): readonly ComponentEntry[];
  /** The tier of an environment; undefined when it is not known. */
  tierOf(environment: string): string | undefined;
  /** What an environment is called here, whatever a source calls it. */
  environmentOf(name: string): EnvironmentEntry | undefined;
}

/** All that a translation may know besides the delivery. @public */
export interface TranslationContext extends Directory {
  /** The facts that are kept of a repository. */
  ledgerOfRepository(repository: string): Promise<Ledger>;
}

/**
 * A source that sends webhooks. Deliveries are kept as they came, so a translation may be asked for
 * again: after a restart, or when the catalog knows a component that it did not know before.
 *
 * @public
 */
export interface WebhookCollector {
  /** Segment of the path, key of the configuration and source of its facts. */
  id: string;
  /** For people, for example `GitHub`. */
  title: string;
  /**
   * Whether it is authentic for one of these secrets. It never throws, and is false without a secret.
   */
  verify(delivery: WebhookDelivery, secrets: readonly string[]): boolean;
  /** The sender's own id of the delivery: the same for a redelivery. */
  deliveryId?(delivery: WebhookDelivery): string | undefined;
  /**
   * Pure apart from the context.
   *
   * @throws InputError naming the field, for a body that is not what it says
   */
  translate(
    delivery: WebhookDelivery,
    context: TranslationContext,
  ): Promise<Translation>;
}

/** What a running collector has heard. @public */
export interface FactBatch {
  /** Id of the collector. */
  collector: string;
  facts: readonly FactInput[];
  unmatched?: readonly Unmatched[];
  /** Subjects of what could not be matched before, and now is: they are forgotten. */
  matched?: readonly string[];
}

/** Where running collectors put what they hear. @public */
export interface FactSink {
  /** Resolves when everything is durable. The same again is harmless. */
  submit(batch: FactBatch): Promise<{
    accepted: number;
    duplicates: number;
    /** Those that were not known before. */
    added: readonly Fact[];
  }>;
}

/** A source that is watched, or asked now and then. @public */
export interface RunningCollector {
  id: string;
  title: string;
  /** Returns once it runs. Later errors are its own to log and to get over. */
  start(
    sink: FactSink,
    context: TranslationContext,
    signal: AbortSignal,
  ): Promise<void>;
}

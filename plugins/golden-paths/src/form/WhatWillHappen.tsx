import { useMemo } from 'react';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { formatPrice, sumOf } from '../provisioners/prices';
import { useProvisioners } from '../provisioners/useProvisioners';
import {
  environments,
  plannedFacts,
  type PlannedResource,
} from './plannedFacts';
import { stepTitles } from './stepTitles';
import styles from './WhatWillHappen.module.css';

/** One for each environment, and what that comes to. */
function priceWords({ price }: PlannedResource): string {
  if (!price) return 'cost not known';
  const all = { ...price, amount: price.amount * environments.length };
  return `${formatPrice(all)} a month`;
}

function totalWords(resources: PlannedResource[]): string {
  if (resources.length === 0) return 'None: no database, no cache';
  const prices = resources.flatMap(({ price }) =>
    price ? [{ ...price, amount: price.amount * environments.length }] : [],
  );
  const sum = prices.length === resources.length ? sumOf(prices) : undefined;
  return sum ? `${formatPrice(sum)} a month` : 'Not known';
}

interface WhatWillHappenProps {
  template: Entity | undefined;
  answers: JsonObject;
  /** What is made, for example `service`. */
  noun: string;
}

/** Beside the form: what the answers come to, and the steps that make it so. */
export function WhatWillHappen(props: WhatWillHappenProps) {
  const { template, answers, noun } = props;
  const { value } = useProvisioners();
  const facts = useMemo(
    () => plannedFacts(answers, value?.items ?? []),
    [answers, value],
  );
  const steps = stepTitles(template);
  return (
    <section className={styles.panel} aria-label="What will happen">
      <h2 className={styles.title}>What will happen</h2>
      <p className={styles.summary}>
        {`Nothing is made before you press Create ${noun}.`}
      </p>
      <dl className={styles.facts}>
        <div>
          <dt>Repository</dt>
          <dd>{facts.repository ?? '–'}</dd>
        </div>
        <div>
          <dt>Catalog entry</dt>
          <dd>{facts.name ? `component:default/${facts.name}` : '–'}</dd>
        </div>
        <div>
          <dt>Runs in</dt>
          <dd>
            {facts.namespaces.length > 0 ? facts.namespaces.join(', ') : '–'}
          </dd>
        </div>
        {facts.resources.map(resource => (
          <div key={resource.title}>
            <dt>{resource.title}</dt>
            <dd>
              {`${resource.size}, one in dev and one in prod, ${priceWords(
                resource,
              )}`}
            </dd>
          </div>
        ))}
        <div className={styles.total}>
          <dt>Cost</dt>
          <dd>{totalWords(facts.resources)}</dd>
        </div>
      </dl>
      {steps.length > 0 && (
        <>
          <h3 className={styles.subtitle}>Step by step</h3>
          <ol className={styles.steps}>
            {steps.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      <p className={styles.note}>
        Everything ends up in the repository: you can change all of it later. A
        run that fails can be tried again, and makes nothing twice.
      </p>
    </section>
  );
}

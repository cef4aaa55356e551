import { useState, type FormEvent } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Button, Link } from '@backstage/ui';
import {
  FailurePanel,
  FormText,
  Panel,
  countOf,
  isForbidden,
} from '@cairn/plugin-platform-react';
import { addressProblem } from './addressProblem';
import { useRegistration, type FoundEntities } from './useRegistration';
import styles from './RegisterPage.module.css';

function verdictOf({ refs, exists, registered }: FoundEntities): string {
  const entries = countOf(refs.length, 'entry', 'entries');
  if (registered) {
    return `Registered. The catalog shows ${entries} within a minute.`;
  }
  if (exists) return `The catalog reads this address already: ${entries}.`;
  return `Found ${entries}. Nothing is registered yet.`;
}

/** From an address to entries of the catalog: look first, then register. */
export function RegisterAddress() {
  const entityHref = useRouteRef(entityRouteRef);
  const [address, setAddress] = useState('');
  const [attempted, setAttempted] = useState(false);
  const { ask, pending, found, error } = useRegistration();
  const target = address.trim();
  const problem = addressProblem(target);
  const known = found?.address === target ? found : undefined;
  const mayRegister = known && !known.exists && !known.registered;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAttempted(true);
    if (!problem && !pending) void ask(target, Boolean(mayRegister));
  };
  return (
    <Panel title="Register">
      <form className={styles.form} onSubmit={onSubmit} noValidate>
        <FormText
          id="register-address"
          label="Address of catalog-info.yaml"
          isRequired
          value={address}
          onChange={setAddress}
          problem={attempted ? problem : undefined}
          hint="As the browser shows it at the git host."
        />
        {error && (
          <FailurePanel
            title={
              isForbidden(error)
                ? 'The platform team registers what exists.'
                : 'It could not be read.'
            }
            error={error}
            advice={
              isForbidden(error)
                ? 'Send them the address. What a golden path makes is registered by itself.'
                : 'See that the address leads to a file, and that the portal may read it.'
            }
          />
        )}
        {known && (
          <>
            <p className={styles.verdict} role="status">
              {verdictOf(known)}
            </p>
            <ul className={styles.found} aria-label="Entries found">
              {known.refs.map(ref => (
                <li key={ref}>
                  {known.exists || known.registered ? (
                    <Link href={entityHref?.(entityRouteParams(ref)) ?? ''}>
                      {ref}
                    </Link>
                  ) : (
                    ref
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        <div className={styles.actions}>
          <Button
            type="submit"
            variant="primary"
            isPending={Boolean(pending)}
            isDisabled={Boolean(known && !mayRegister)}
          >
            {mayRegister
              ? `Register ${countOf(known.refs.length, 'entry', 'entries')}`
              : 'Look at it'}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

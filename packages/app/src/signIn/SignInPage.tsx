import { useEffect, useRef, useState } from 'react';
import { UserIdentity } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button, Skeleton, Text } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { CairnMark } from '../brand/CairnMark';
import { describeSignInError } from './describeSignInError';
import { oidcAuthApiRef } from './oidcAuthApi';
import styles from './SignInPage.module.css';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The door: resumes a session if there is one, otherwise offers the one way in. Being signed out is
 * no error and is not shown as one.
 */
export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const authApi = useApi(oidcAuthApiRef);
  const title = useApi(configApiRef).getOptionalString('app.title') ?? 'Cairn';
  const [searchParams] = useSearchParams();
  const [status, setStatus] = useState<'resuming' | 'signed-out' | 'leaving'>(
    'resuming',
  );
  const [message, setMessage] = useState(
    searchParams.get('error') ?? undefined,
  );
  const started = useRef(false);

  const signIn = async (options: { interactive: boolean }) => {
    try {
      const identity = await authApi.getBackstageIdentity(
        options.interactive ? { instantPopup: true } : { optional: true },
      );
      if (!identity) {
        setStatus('signed-out');
        return;
      }
      const profile = await authApi.getProfile({ optional: true });
      onSignInSuccess(
        UserIdentity.create({
          identity: identity.identity,
          authApi,
          profile: profile ?? undefined,
        }),
      );
    } catch (error) {
      if (options.interactive) setMessage(messageOf(error));
      setStatus('signed-out');
    }
  };

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void signIn({ interactive: false });
  });

  const problem = message ? describeSignInError(message) : undefined;
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <span className={styles.mark}>
          <CairnMark size={48} />
        </span>
        <h1 className={styles.title}>{title}</h1>
        <Text as="p" color="secondary" className={styles.sentence}>
          Find what your team runs, create what it needs, and see what happens
          to it.
        </Text>
        {problem && (
          <div role="alert" className={styles.problem}>
            <RiErrorWarningLine size={20} aria-hidden />
            <div>
              <strong>{problem.title}</strong>
              <p>{problem.advice}</p>
              <details>
                <summary>Detail</summary>
                <code>{problem.detail}</code>
              </details>
            </div>
          </div>
        )}
        {status === 'resuming' ? (
          <div
            className={styles.action}
            role="status"
            aria-label="Checking whether you are signed in"
          >
            <Skeleton width="100%" height={40} />
          </div>
        ) : (
          <Button
            className={styles.action}
            variant="primary"
            size="medium"
            isPending={status === 'leaving'}
            onPress={() => {
              setMessage(undefined);
              setStatus('leaving');
              void signIn({ interactive: true });
            }}
          >
            Sign in
          </Button>
        )}
      </div>
    </main>
  );
}

import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { NameAvailability } from '@cairn/plugin-claims-common';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import { claimsApiRef } from '../api/ClaimsApi';
import { databaseOffering } from '../databaseOffering';
import { nameProblem } from './databaseDraft';

/** What is known of a name: `checking` until the cluster has said. */
export type NameCheck = { verdict: 'none' | 'checking' } | NameAvailability;

/** How long typing must pause before the name is looked up, in milliseconds. */
const pauseFor = 300;

/** Looks a name up in its namespace while it is typed. Text that is no name is not looked up. */
export function useNameCheck(
  name: string,
  target: TenantNamespace | undefined,
): NameCheck {
  const claimsApi = useApi(claimsApiRef);
  const [check, setCheck] = useState<NameCheck>({ verdict: 'none' });
  const trimmed = name.trim();
  const cluster = target?.cluster;
  const namespace = target?.name;

  useEffect(() => {
    if (!trimmed || !cluster || !namespace || nameProblem(trimmed)) {
      setCheck({ verdict: 'none' });
      return undefined;
    }
    let current = true;
    setCheck({ verdict: 'checking' });
    const timer = setTimeout(async () => {
      try {
        const answer = await claimsApi.checkAvailability({
          cluster,
          offering: databaseOffering,
          namespace,
          name: trimmed,
        });
        if (current) setCheck(answer);
      } catch {
        // The checks at the side say what is wrong with the connection; a name is just unknown.
        if (current) setCheck({ verdict: 'unknown' });
      }
    }, pauseFor);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [claimsApi, trimmed, cluster, namespace]);

  return check;
}

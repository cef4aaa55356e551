import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { ClaimRequest, Preflight } from '@cairn/plugin-claims-common';
import { claimsApiRef } from '../api/ClaimsApi';

/** The dry run of the request as it stands. */
export interface PreflightState {
  /** The newest answer; that of an earlier draft while `pending`. */
  answer?: Preflight;
  /** The draft has changed since `answer`. */
  pending: boolean;
  error?: Error;
}

/** How long typing must pause before the cluster is asked, in milliseconds. */
const pauseFor = 500;

/** Keeps a dry run of the request current while it is being filled in. */
export function usePreflight(
  request: ClaimRequest | undefined,
): PreflightState {
  const claimsApi = useApi(claimsApiRef);
  const [state, setState] = useState<PreflightState>({ pending: false });
  const latest = useRef(request);
  latest.current = request;
  const key = request ? JSON.stringify(request) : undefined;

  useEffect(() => {
    if (!key) return undefined;
    let current = true;
    setState(before => ({ ...before, pending: true }));
    const timer = setTimeout(async () => {
      if (!latest.current) return;
      try {
        const answer = await claimsApi.preflight(latest.current);
        if (current) setState({ answer, pending: false });
      } catch (error) {
        if (!current) return;
        setState(before => ({
          answer: before.answer,
          pending: false,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
      }
    }, pauseFor);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [claimsApi, key]);

  return state;
}

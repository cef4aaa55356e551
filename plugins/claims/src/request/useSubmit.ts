import { useCallback, useEffect, useState } from 'react';
import { ResponseError } from '@backstage/errors';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import type { ClaimRequest, FieldProblem } from '@cairn/plugin-claims-common';
import { useNavigate } from 'react-router-dom';
import { claimsApiRef } from '../api/ClaimsApi';
import { ClaimsRequestError } from '../api/ClaimsRequestError';
import { claimRouteRef } from '../routes';

/** How sending the request goes. */
export interface SubmitState {
  sending: boolean;
  /** What the backend refused, at its field. */
  problems: FieldProblem[];
  /** Why the request could not be made, where no field is to blame. */
  failure?: string;
  /** @returns whether the request was made; the page of the claim is then on its way. */
  send: (request: ClaimRequest) => Promise<boolean>;
}

function failureOf(error: unknown): string {
  if (error instanceof ResponseError) return error.body.error.message;
  if (error instanceof TypeError) {
    return 'The portal could not be reached. What you filled in is still here; try again.';
  }
  return error instanceof Error ? error.message : String(error);
}

/**
 * Sends a request and goes to its page.
 *
 * @param draftKey - changes with the draft; what was said of an earlier draft is then taken back
 */
export function useSubmit(draftKey: string): SubmitState {
  const claimsApi = useApi(claimsApiRef);
  const claimHref = useRouteRef(claimRouteRef);
  const navigate = useNavigate();
  const [sending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<{
    problems: FieldProblem[];
    failure?: string;
  }>({ problems: [] });

  useEffect(() => setOutcome({ problems: [] }), [draftKey]);

  const send = useCallback(
    async (request: ClaimRequest) => {
      setSending(true);
      setOutcome({ problems: [] });
      try {
        const claim = await claimsApi.createClaim(request);
        const { cluster, namespace, name } = claim;
        navigate(
          claimHref?.({ cluster, namespace, name }) ??
            `/databases/${cluster}/${namespace}/${name}`,
        );
        return true;
      } catch (error) {
        setOutcome(
          error instanceof ClaimsRequestError
            ? { problems: error.problems }
            : { problems: [], failure: failureOf(error) },
        );
        return false;
      } finally {
        setSending(false);
      }
    },
    [claimsApi, claimHref, navigate],
  );

  return { ...outcome, sending, send };
}

import {
  checkName,
  checkProvided,
  checkSpec,
  type ClaimRequest,
  type FieldProblem,
  type Offering,
} from '@cairn/plugin-claims-common';

/** Everything that can be found wrong with a request without asking the cluster. */
export function checkRequest(
  request: ClaimRequest,
  offering: Offering,
): { name: FieldProblem[]; spec: FieldProblem[] } {
  const name = checkName(request.name);
  const spec = checkSpec(offering.specSchema, request.spec);
  const taken = new Set(spec.map(({ field }) => field));
  return {
    name: name ? [{ field: 'metadata.name', message: name }] : [],
    spec: [
      ...spec,
      ...checkProvided(offering, request.spec).filter(
        ({ field }) => !taken.has(field),
      ),
    ],
  };
}

// Holds the CEL of the platform's policies against the real API server, each as a ValidatingAdmissionPolicy.
const CHECK = 'cairn.dev/check';

/** The same expressions in the API server's own kind, which shares these fields with Kyverno's. */
function twinOf(policy, id) {
  const name = `cairn-check-${id}-${policy.metadata.name}`;
  const { matchConstraints, matchConditions, variables, validations } =
    policy.spec;
  const common = { apiVersion: 'admissionregistration.k8s.io/v1' };
  return [
    {
      ...common,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        ...{ matchConstraints, matchConditions, variables, validations },
      },
    },
    {
      ...common,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        // Nobody else on this cluster is to meet it.
        matchResources: {
          namespaceSelector: { matchLabels: { [CHECK]: id } },
        },
      },
    },
  ];
}

/** Where the object is created: in a namespace of the policy's environment, or itself one of this check. */
function placed(object, id, environment) {
  const { metadata } = object;
  return object.kind === 'Namespace'
    ? {
        ...object,
        metadata: {
          ...metadata,
          name: `cairn-check-${id}-new`,
          labels: { ...metadata.labels, [CHECK]: id },
        },
      }
    : {
        ...object,
        metadata: {
          ...metadata,
          namespace: `cairn-check-${id}-${environment}`,
        },
      };
}

async function checkOne(kubectl, policy, cases, id) {
  const { name } = policy.metadata;
  const twin = twinOf(policy, id);
  const results = [];
  const ask = object => kubectl.dryRun(placed(object, id, cases.environment));
  try {
    await kubectl.apply(twin);
    for (const [what, { object, says }] of Object.entries(cases.fails)) {
      let answer;
      // A new policy takes a moment to be heard of.
      await kubectl.until(async () => {
        answer = await ask(object);
        return answer.code !== 0;
      });
      results.push({
        name: `${name} as an admission policy refuses ${what}`,
        ok:
          answer.code !== 0 &&
          answer.stderr.includes(twin[0].metadata.name) &&
          says.test(answer.stderr),
        detail: answer.stderr.trim() || 'it was accepted',
      });
    }
    for (const [what, object] of Object.entries(cases.passes)) {
      const { code, stderr } = await ask(object);
      results.push({
        name: `${name} as an admission policy accepts ${what}`,
        ok: code === 0,
        detail: stderr.trim(),
      });
    }
  } catch (error) {
    results.push({
      name: `${name} is accepted as an admission policy`,
      ok: false,
      detail: error.message,
    });
  } finally {
    await kubectl.delete([
      'validatingadmissionpolicybindings,validatingadmissionpolicies',
      twin[0].metadata.name,
    ]);
  }
  return results;
}

/**
 * @param {{ kubectl: import('./kubectl.mjs').Kubectl, policies: object[], cases: Record<string, import('./policyCases.mjs').PolicyCases>, id: string }} options
 *   `cases`: by policy; `id`: a few letters that no other run uses
 * @returns {Promise<import('./definitionChecks.mjs').Result[]>}
 */
export async function checkPolicyTwins({ kubectl, policies, cases, id }) {
  const namespaces = ['dev', 'prod'].map(environment => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: `cairn-check-${id}-${environment}`,
      labels: {
        'cairn.dev/owner': 'payments',
        'cairn.dev/environment': environment,
        [CHECK]: id,
      },
    },
  }));
  const results = [];
  try {
    await kubectl.apply(namespaces);
    for (const policy of policies)
      results.push(
        ...(await checkOne(kubectl, policy, cases[policy.metadata.name], id)),
      );
  } finally {
    await kubectl.delete([
      'namespaces',
      ...namespaces.map(({ metadata }) => metadata.name),
    ]);
  }
  return results;
}

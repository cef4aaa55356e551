/** Each recording, the state and the sentence that is right for it, and why it may be out of date. */
export const verdicts: [
  name: string,
  state: string,
  sentence: string,
  stale?: string,
][] = [
  [
    '01-create-automated-and-new-commit/argocd/s01',
    'ready',
    'Version 234c801 runs as git says and is healthy.',
  ],
  [
    '02-bad-manifest-admission/argocd/s02admission',
    'needs-attention',
    `The sync to ecf3661 fails and is tried again (attempt 5): deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'max-replicas' with binding 'max-replicas' denied request: no more than 3 replicas are allowed. A newer commit is applied only when these attempts have ended.`,
  ],
  [
    '02-bad-manifest-schema/argocd/s02schema',
    'needs-attention',
    'The sync to 7474dfe fails and is tried again (attempt 5): Deployment web: "" is invalid: patch: Invalid value: "": unrecognized type: int32. A newer commit is applied only when these attempts have ended.',
  ],
  [
    '02-bad-manifest-unknown-kind/argocd/s02unknown-kind',
    'needs-attention',
    'The sync to 461da2d fails and is tried again (attempt 5): The Kubernetes API could not find acme.example/Gadget for requested resource s02unknown-kind/x. Make sure the "Gadget" CRD is installed on the destination cluster. A newer commit is applied only when these attempts have ended.',
  ],
  [
    '03-hooks-postsync-fails/argocd/s07b',
    'needs-attention',
    'The sync to ecb73af fails and is tried again (attempt 4): Job smoke: Job has reached the specified backoff limit.',
  ],
  [
    '04-manual-bad-revision/argocd/s53',
    'needs-attention',
    'The last sync was cut off before it ended, and Argo CD waits for it. Terminate it in Argo CD.',
  ],
  [
    '04-manual-sync/argocd/s08',
    'needs-attention',
    'Version 620bb9c runs after a rollback, and git still holds d8f1b18. The next sync undoes the rollback.',
  ],
  [
    '05-drift-no-selfheal/argocd/s05b',
    'needs-attention',
    'The cluster differs from git in ConfigMap settings, Deployment web: it was changed past git, or does not keep what git says.',
  ],
  [
    '06-removed-from-git-no-prune/argocd/s06c',
    'needs-attention',
    'ConfigMap settings is no longer in git and still in the cluster; a sync with prune removes it.',
  ],
  [
    '07-health-degraded-deadline/argocd/s07-degraded-deadline',
    'failed',
    'Version 2c65f1b is deployed and not healthy.',
  ],
  [
    '07-health-service-pvc/argocd/s07-service-pvc',
    'working',
    'Version 5a9f8a1 is deployed and starting.',
  ],
  [
    '09-terminate/argocd/s11',
    'needs-attention',
    'The last sync to 5f6f51c was stopped before it ended.',
  ],
  [
    '10-retry-exhausted/argocd/s12',
    'failed',
    'The last sync to 62eab10 failed: Deployment.apps "web" is invalid: spec.template.spec.containers[0].image: Required value.',
  ],
  [
    '13-project-absent/argocd/s15-absent',
    'failed',
    'Argo CD refuses this Application: Application referencing project s15-absent which does not exist.',
  ],
  [
    '13-project-destination/argocd/s15-destination',
    'failed',
    `Argo CD refuses this Application: application destination server 'https://kubernetes.default.svc' and namespace 's15-destination' do not match any of the allowed destinations in project 's15-destination'.`,
  ],
  [
    '14-missing-namespace/argocd/s16',
    'needs-attention',
    'The sync to 23b1334 fails and is tried again (attempt 4): Deployment web: namespaces "s16" not found.',
  ],
  [
    '15-source-credentials/argocd/s40',
    'unknown',
    'Argo CD may not read the repository, so nobody knows whether this is up to date: failed to list refs: authentication required: Failed to authenticate user. The platform team keeps the credentials.',
    'git',
  ],
  [
    '15-source-destination-unknown/argocd/s17-destination-unknown',
    'failed',
    'Argo CD refuses this Application: error getting cluster by server "https://10.9.9.9:6443": rpc error: code = NotFound desc = cluster "https://10.9.9.9:6443" not found.',
  ],
  [
    '15-source-path-missing/argocd/s17-path-missing',
    'failed',
    'Argo CD cannot build the manifests from git: nowhere: app path does not exist. What runs was healthy when last seen.',
    'git',
  ],
  [
    '16-repo-server-down/argocd/s18',
    'ready',
    'Version 5b08caa runs as git says and is healthy.',
  ],
  [
    '16-repo-server-down/argocd/s18-manual',
    'waiting',
    'Version 5b08caa is in git and 9141df6 still runs: somebody has to sync it in Argo CD.',
  ],
  [
    '16-repo-server-down/argocd/s18-new',
    'needs-attention',
    'Two Applications claim the same resource: Deployment/web is part of applications argocd/s18-new and s18-manual.',
  ],
  [
    '18-target-revision-tag/argocd/s20',
    'failed',
    `Argo CD cannot build the manifests from git: unable to resolve 'no-such-branch' to a commit SHA. What runs was healthy when last seen.`,
    'git',
  ],
  [
    '19-multi-source/argocd/s21',
    'waiting',
    'Version 88d70d3 is in git and a7c6042 still runs: somebody has to sync it in Argo CD.',
  ],
  [
    '20-other-namespace/team-a/s22-default',
    'failed',
    `Argo CD refuses this Application: application 's22-default' in namespace 'team-a' is not permitted to use project 'default'.`,
  ],
  [
    '20-other-namespace/team-b/s22',
    'unknown',
    'Argo CD has not looked at this Application yet. If that lasts, ask the platform team whether Argo CD watches its namespace.',
  ],
  [
    '22-shared-resource/argocd/s33-a',
    'needs-attention',
    'Two Applications claim the same resource: ConfigMap/settings is part of applications argocd/s33-a and s33-b.',
  ],
  [
    '23-sync-wave-degraded/argocd/s51',
    'failed',
    'The last sync to a543460 failed: Deployment "db" exceeded its progress deadline.',
  ],
  [
    '16-repo-server-down/argocd/s18-manual at 6.72 s',
    'unknown',
    'Argo CD cannot read git, so nobody knows whether this is up to date: transport: Error while dialing: dial tcp 127.0.0.1:8081: connect: connection refused. What runs was healthy when last seen.',
    'git',
  ],
  [
    '16-repo-server-down/argocd/s18-new at 15.12 s',
    'unknown',
    'Argo CD cannot read git, so nobody knows whether this is up to date: transport: Error while dialing: dial tcp 127.0.0.1:8081: connect: connection refused. What runs was healthy when last seen.',
    'git',
  ],
  [
    '16-repo-server-down/argocd/s18 at 30 s',
    'ready',
    'Version 9141df6 runs as git says and is healthy.',
  ],
  [
    '01-create-automated-and-new-commit/argocd/s01 at 2.17 s',
    'working',
    'It is being synced to 613d58d.',
  ],
  [
    '01-create-automated-and-new-commit/argocd/s01 at 3.93 s',
    'working',
    'Version 613d58d is deployed and starting.',
  ],
  [
    '02-bad-manifest-invalid-yaml/argocd/s02invalid-yaml at 4.24 s',
    'failed',
    `Argo CD cannot build the manifests from git: Failed to unmarshal "x.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: line 3: did not find expected ',' or '}'. What runs was healthy when last seen.`,
    'git',
  ],
  [
    '02-bad-manifest-unknown-field/argocd/s02unknown-field at 12.83 s',
    'needs-attention',
    'The cluster differs from git in Deployment web: it was changed past git, or does not keep what git says.',
  ],
  [
    '03-hooks-success/argocd/s06 at 5.08 s',
    'working',
    'It is being synced to 7b71594, waiting for completion of hook batch/Job/migrate.',
  ],
  [
    '04-manual-sync/argocd/s08 at 0.15 s',
    'waiting',
    'Nothing of it runs yet: somebody has to sync it in Argo CD.',
  ],
  [
    '04-manual-sync/argocd/s08 at 2 s',
    'waiting',
    'Version d8f1b18 is in git and 620bb9c still runs: somebody has to sync it in Argo CD.',
  ],
  [
    '05-drift-no-selfheal/argocd/s05b at 0.42 s',
    'working',
    'It has been synced, and Argo CD compares it with git again.',
  ],
  [
    '15-source-gone/argocd/s17-gone at 1.86 s',
    'unknown',
    'Argo CD cannot read git, so nobody knows whether this is up to date: failed to list refs: repository not found. What runs was healthy when last seen.',
    'git',
  ],
  [
    '06-removed-from-git-everything/argocd/s52 at 3.33 s',
    'needs-attention',
    'Git holds no resource any more. Argo CD does not delete everything by itself; the Application has to allow it (allowEmpty), or be deleted.',
  ],
  [
    '12-sync-window-deny/argocd/s14 at 1 s',
    'needs-attention',
    'Nothing of it runs, although Argo CD should deploy it by itself. A sync window may be closed.',
  ],
  [
    '12-sync-window-deny/argocd/s14 at 12.79 s',
    'waiting',
    'The sync waits until its sync window opens.',
  ],
  [
    '09-terminate/argocd/s11 at 9.55 s',
    'working',
    'The sync is being stopped.',
  ],
  [
    '02-bad-manifest-invalid-yaml/argocd/s02invalid-yaml',
    'ready',
    'Version 54623ab runs as git says and is healthy.',
  ],
  [
    '08-rollback-rest/argocd/s10',
    'ready',
    'Version 0d07c13 runs as git says and is healthy.',
  ],
];

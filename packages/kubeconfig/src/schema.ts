import { z } from 'zod';

/** Go writes an empty list as null. */
const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform(it => it ?? []);

const text = z.string().nullish();

const cluster = z.looseObject({
  server: z.string({ error: 'must be the URL of the API server' }),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
});

const exec = z.looseObject({
  apiVersion: z.string(),
  command: z.string(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: text,
  provideClusterInfo: z.boolean().nullish(),
  interactiveMode: text,
});

const user = z.looseObject({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  as: text,
  exec: exec.nullish(),
  'auth-provider': z.looseObject({ name: text }).nullish(),
});

/** The parts of a kubeconfig that are read; whatever else it holds is left alone. */
export const kubeconfigSchema = z.looseObject({
  'current-context': text,
  contexts: listOf(
    z.looseObject({
      name: z.string(),
      context: z.looseObject({
        cluster: z.string(),
        user: text,
        namespace: text,
      }),
    }),
  ),
  clusters: listOf(z.looseObject({ name: z.string(), cluster })),
  users: listOf(z.looseObject({ name: z.string(), user: user.nullish() })),
});

export type ClusterEntry = z.infer<typeof cluster>;
export type UserEntry = z.infer<typeof user>;
export type ExecEntry = z.infer<typeof exec>;

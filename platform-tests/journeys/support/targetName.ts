/** Which platform the journeys run on. */
export type TargetName = 'real' | 'sandbox';

/**
 * Reads `CAIRN_PLATFORM_TARGET`; without it the sandbox, which runs everywhere.
 *
 * @throws Error when it names neither
 */
export function targetName(): TargetName {
  const name = process.env.CAIRN_PLATFORM_TARGET ?? 'sandbox';
  if (name === 'real' || name === 'sandbox') return name;
  throw new Error(
    `CAIRN_PLATFORM_TARGET is "${name}"; it must be real or sandbox`,
  );
}

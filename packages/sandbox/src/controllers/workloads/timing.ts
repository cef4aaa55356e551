/** How long the make-believe node takes for each step, in milliseconds. */
export type WorkloadTiming = {
  /** From being placed on the node to having the image. */
  pullMs: number;
  /** From running to ready. */
  readyMs: number;
  /** From running to the crash of an image that fails. */
  crashMs: number;
  /** How long a container runs that is meant to end. */
  runMs: number;
  /** How long a container takes to end when it is told to. */
  terminateMs: number;
  /** The first wait before a restart or another pull; doubled each time. */
  backoffMs: number;
  /** The longest such wait. */
  maxBackoffMs: number;
};

/** Quick enough to watch, slow enough to see; back-offs are the kubelet's own. */
export const defaultTiming: WorkloadTiming = {
  pullMs: 1500,
  readyMs: 1500,
  crashMs: 1000,
  runMs: 3000,
  terminateMs: 1000,
  backoffMs: 10_000,
  maxBackoffMs: 300_000,
};

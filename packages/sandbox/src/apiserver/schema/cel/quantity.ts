const suffixes: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A `resource.Quantity` as rules see it. */
export class CelQuantity {
  constructor(readonly amount: number) {}
}

/** Reads `1.5Gi`, `100m`, `2e3`; `undefined` if it is no quantity. */
export function parseQuantity(text: string): CelQuantity | undefined {
  const match =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/.exec(
      text,
    );
  if (!match) return undefined;
  const scale = match[3] ? 10 ** Number(match[3]) : suffixes[match[2] ?? ''];
  return new CelQuantity(Number(match[1]) * scale);
}

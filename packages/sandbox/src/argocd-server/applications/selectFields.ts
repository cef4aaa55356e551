type Tree = { [name: string]: Tree | true };

/**
 * Keeps only the fields asked for (`items.metadata.name,items.status.sync`);
 * what goes through lists goes through each of their items.
 */
export function selectFields(value: unknown, fields: string): unknown {
  const wanted: Tree = {};
  for (const field of fields.split(',')) {
    let at = wanted;
    const names = field.trim().split('.').filter(Boolean);
    names.forEach((name, index) => {
      if (index === names.length - 1) at[name] = true;
      else {
        const next = at[name];
        if (next === true) return;
        at = at[name] = next ?? {};
      }
    });
  }
  return keep(value, wanted);
}

function keep(value: unknown, wanted: Tree): unknown {
  if (Array.isArray(value)) return value.map(it => keep(it, wanted));
  if (typeof value !== 'object' || value === null) return value;
  const known = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([name]) => Object.hasOwn(known, name))
      .map(([name, inner]) => [
        name,
        inner === true ? known[name] : keep(known[name], inner),
      ]),
  );
}

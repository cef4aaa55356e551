/** Path of a child field: `spec`, `spec.size`; at the root just the name. */
export function child(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

/** Path of a list item: `spec.ports[0]`. */
export function index(path: string, position: number): string {
  return `${path}[${position}]`;
}

/** Path of a map entry: `spec.labels[app]`. */
export function key(path: string, name: string): string {
  return `${path}[${name}]`;
}

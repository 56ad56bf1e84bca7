/**
 * The circles of a graph, each once and starting at its first name in order of text.
 * Of circles that share a way at least one is found.
 */
export function ringsOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const rings = new Map<string, string[]>();
  const visit = (node: string, way: readonly string[]): void => {
    const met = way.indexOf(node);
    if (met >= 0) {
      const ring = fromFirst(way.slice(met));
      rings.set(ring.join(" "), ring);
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return [...rings.values()];
}

function fromFirst(ring: readonly string[]): string[] {
  const first = ring.indexOf([...ring].sort()[0] ?? "");
  return [...ring.slice(first), ...ring.slice(0, first)];
}

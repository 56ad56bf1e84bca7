/** Departments as people name them: by a name or by a path such as `Galaxy/Sales`. */
import { likeness } from "./likeness.ts";
import type { Candidate } from "./problem.ts";
import { Problem } from "./problem.ts";

const MOST_CANDIDATES = 10;
/** Below it two names have nothing to do with each other. */
const LEAST_LIKENESS = 0.5;

/** The first parts of a path. */
export function pathStart(path: string, parts: number | undefined): string {
  return parts === undefined ? path : path.split("/").slice(0, parts).join("/");
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether the path is the department or one below it. */
export function isWithinDepartment(path: string, department: string): boolean {
  return path === department || path.startsWith(`${department}/`);
}

/**
 * The one department that is meant, as its full path.
 * @param paths of departments that have people; those above them count as well
 * @throws Problem `missing` if no department fits, `input` if several do; both with candidates.
 */
export function departmentNamed(asked: string, paths: Iterable<string>): string {
  const all = withAncestors(paths);
  const wanted = asked
    .trim()
    .replace(/^\/|\/$/g, "")
    .toLocaleLowerCase();
  const isPath = asked.includes("/");
  const exact = all.filter((path) => path.toLocaleLowerCase() === wanted);
  if (isPath && exact[0] !== undefined) return exact[0];
  const ending = all.filter((path) => `/${path.toLocaleLowerCase()}`.endsWith(`/${wanted}`));
  const [one, another] = ending;
  if (one !== undefined && another === undefined) return one;
  if (one !== undefined) {
    throw new Problem(
      "input",
      `${ending.length} departments have this name.`,
      `For example {"department":"${one}"}: take the one that is meant from candidates.`,
      { candidates: candidatesOf(ending) },
    );
  }
  const similar = all
    .map((path) => ({ path, score: likenessTo(lastPart(wanted), lastPart(path).toLocaleLowerCase()) }))
    .filter(({ score }) => score >= LEAST_LIKENESS)
    .toSorted((a, b) => b.score - a.score)
    .map(({ path }) => path);
  const offered =
    similar.length > 0 ? similar : all.toSorted((a, b) => a.split("/").length - b.split("/").length);
  throw new Problem(
    "missing",
    "No department of this name has people that this app may see in this span.",
    "Take a name or path from candidates. A department outside the app's data range has no rows, which does not mean no activity.",
    { candidates: candidatesOf(offered) },
  );
}

function likenessTo(wanted: string, name: string): number {
  return name.includes(wanted) || wanted.includes(name) ? 1 : likeness(wanted, name);
}

function withAncestors(paths: Iterable<string>): string[] {
  const all = new Set<string>();
  for (const path of paths) {
    const parts = path.split("/");
    for (const length of parts.keys()) all.add(parts.slice(0, length + 1).join("/"));
  }
  all.delete("");
  return [...all].toSorted();
}

/** The argument takes a path, so that stands for the id. */
function candidatesOf(paths: readonly string[]): Candidate[] {
  return paths
    .slice(0, MOST_CANDIDATES)
    .map((path) => ({ name: lastPart(path), department: path, id: path }));
}

/** Which operation a request means. */
import { type Operation, ROUTES, type Route } from "./routes.ts";
import { SIGN_IN_ROUTES, type SignInRoute } from "./sign-in-routes.ts";

export type Found =
  | { readonly kind: "operation"; readonly operation: Operation; readonly id: string; readonly route: Route }
  | {
      readonly kind: "sign_in";
      readonly operation: Operation;
      readonly id: "";
      readonly route: SignInRoute;
    };

export function findRoute(method: string, path: string): Found | undefined {
  const signIn = SIGN_IN_ROUTES.find((route) => route.method === method && route.path === path);
  if (signIn !== undefined) return { kind: "sign_in", operation: signIn.operation, id: "", route: signIn };
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null)
      return { kind: "operation", operation: route.operation, id: decode(match[1] ?? ""), route };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoding: it can only be compared as it stands.
    return text;
  }
}

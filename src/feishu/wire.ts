/** Connections that are kept, to one origin, through a proxy of the environment where there is one. */
import type { Dispatcher, Pool } from "undici";
import { Problem } from "../domain/problem.ts";
import { codeOf, TUNNEL_CLOSED } from "./interruption.ts";

export interface Wire {
  readonly dispatcher: Dispatcher;
  readonly request: (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;
}

const KEEP_ALIVE_MILLISECONDS = 15_000;

/** Loaded when the first question comes, because it takes longer than all the rest. */
export async function openWire(origin: URL, connections: number): Promise<Wire> {
  const { default: request } = await import("undici/lib/api/api-request.js");
  const options = {
    connections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const dispatcher = await openDispatcher(origin, options);
  return { dispatcher, request: (asked) => request.call(dispatcher, asked) };
}

async function openDispatcher(origin: URL, options: object): Promise<Dispatcher> {
  if (isLoopback(origin.hostname)) {
    const { default: Pool } = await import("undici/lib/dispatcher/pool.js");
    return new Pool(origin.origin, options);
  }
  // A proxy needs the whole of undici.
  const { EnvHttpProxyAgent, Pool: ProxyPool } = await import("undici");
  const clientFactory = (proxy: URL, told: object) => tunnelling(new ProxyPool(proxy, told));
  try {
    return new EnvHttpProxyAgent({ ...options, clientFactory });
  } catch {
    // It throws for nothing but an address of a proxy that it cannot read.
    throw new Problem(
      "access",
      "The address of the proxy in the environment cannot be used.",
      "Set HTTPS_PROXY to an address such as http://proxy.example.com:8080, or leave it out.",
    );
  }
}

/** Undici opens a tunnel that its proxy closes again and again, for ever, unless the failure has another code. */
function tunnelling(proxy: Pool): Pool {
  const connect = proxy.connect.bind(proxy);
  return Object.assign(proxy, {
    connect: async (asked: Dispatcher.ConnectOptions) => {
      try {
        return await connect(asked);
      } catch (reason) {
        if (codeOf(reason) !== "UND_ERR_SOCKET") throw reason;
        throw Object.assign(new Error("The proxy closed the tunnel."), { code: TUNNEL_CLOSED });
      }
    },
  });
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Which version of the protocol was agreed on: the SDK's server answers `initialize` by itself and does not tell. */
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";

/** @returns the version agreed on, as its date; empty before `initialize`. */
export function watchProtocolVersion(server: Server): () => string {
  let version = "";
  const connect = server.connect.bind(server);
  server.connect = (transport) => {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      version = versionIn(message) ?? version;
      return send(message, options);
    };
    return connect(transport);
  };
  return () => version;
}

function versionIn(message: JSONRPCMessage): string | undefined {
  const version = "result" in message ? message.result["protocolVersion"] : undefined;
  return typeof version === "string" ? version : undefined;
}

// Listens on an address and port.
import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { Fault } from "../fault.ts";
import { buildApp } from "./app.ts";
import { buildConsole } from "./console/serve-console.ts";

export type OpenServer = { address: string; close: () => Promise<void> };

/** Throws Fault `conflict` when the port is taken. `close` lets running requests end, for five seconds at most. */
export async function openServer(
  context: Context,
  config: Pick<Config, "host" | "port">,
): Promise<OpenServer> {
  const manifest = await readFile(join(import.meta.dirname, "../../package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const site = buildConsole();
  const server = createAdaptorServer({ fetch: buildApp(context, version, site).fetch }) as Server;
  // A failure shows when somebody asks for the console; the API does not wait for it.
  site.warm().catch((error) => context.log.error({ error: String(error) }, "the console could not be built"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Fault(
          "conflict",
          `Port ${config.port} of ${config.host} cannot be used: is it taken? Set PORT to another.`,
          {
            cause,
          },
        ),
      ),
    );
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return {
    address: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        const impatience = setTimeout(() => server.closeAllConnections(), 5_000);
        server.close(() => {
          clearTimeout(impatience);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

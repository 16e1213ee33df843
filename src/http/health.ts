// Health for whoever runs it: alive, and ready to answer.
import { z } from "@hono/zod-openapi";
import { defineRoute } from "./route.ts";

const stateSchema = z.object({ status: z.enum(["ok"]) }).openapi("Health");

const healthz = defineRoute({
  method: "get",
  path: "/healthz",
  summary: "The process is alive.",
  tag: "health",
  roles: null,
  answer: { status: 200, description: "Alive", schema: stateSchema },
  faults: [],
  handle: async () => ({ status: 200, body: { status: "ok" } }),
});

const readyz = defineRoute({
  method: "get",
  path: "/readyz",
  summary: "The database answers and the catalogue is loaded.",
  tag: "health",
  roles: null,
  answer: { status: 200, description: "Ready", schema: stateSchema },
  faults: ["unavailable"],
  handle: async ({ product }) => {
    await product.database.ping();
    await product.getCatalogue(null);
    return { status: 200, body: { status: "ok" } };
  },
});

export const healthRoutes = [healthz, readyz];

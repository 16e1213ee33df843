import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "agents/**/*.test.ts", "eval/**/*.test.ts"],
    // All cores: most tests wait for a database or a reading process.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The same suite runs on the embedded database, and on a PostgreSQL server when this is set.
    provide: { databaseUrl: process.env["DATABASE_URL"] ?? "" },
  },
});

import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** The first browser that is there; empty when there is none. */
function findChromium(): string {
  const usual = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const paths = [process.env["CHROMIUM_PATH"] ?? "", ...usual.map((name) => `/usr/bin/${name}`)];
  const found = paths.find((path) => path !== "" && existsSync(path)) ?? "";
  if (found === "")
    process.stderr.write(
      "\nNO CHROMIUM: the tests of the console in a browser are SKIPPED. Install the package chromium, or set CHROMIUM_PATH.\n\n",
    );
  return found;
}

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "agents/**/*.test.ts", "eval/**/*.test.ts"],
    globalSetup: ["src/fixtures/template.setup.ts"],
    // Nothing keeps state in a module: files that share a process load the engines once.
    isolate: false,
    // More than there are cores: many tests wait for a reading process, a browser or the next try of a job.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    provide: {
      // The same suite runs on the embedded database, and on a PostgreSQL server when this is set.
      databaseUrl: process.env["DATABASE_URL"] ?? "",
      chromiumPath: findChromium(),
      // Where tests in a browser leave pictures of what they saw; nowhere when it is not set.
      shotsFolder: process.env["CONSOLE_SHOTS"] ?? "",
    },
  },
});

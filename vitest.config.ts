import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "agents/**/*.test.ts", "eval/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

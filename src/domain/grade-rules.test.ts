import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gradeRules } from "./grade.ts";

const files = ["grade.ts", "dated.ts", "validity.ts", "independence.ts", "near-copy.ts", "scoring.ts"];

/** Code alone: without comments and white space, and without the number itself. */
function readCode(file: string): string {
  return readFileSync(join(import.meta.dirname, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replace(/gradeRules = \d+/, "")
    .replace(/\s/g, "");
}

it("Rules of the gradient that were changed have a new number, unless no grade can be another for it", () => {
  const hash = createHash("sha256").update(files.map(readCode).join("\n")).digest("hex").slice(0, 16);
  expect({ gradeRules, hash }).toEqual({ gradeRules: 2, hash: "5e73d5f14de7d7a3" });
});

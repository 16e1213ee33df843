import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReturnPath } from "./return-path.ts";

describe("the page to return to", () => {
  it.each(["/console", "/console/", "/console/reviews?state=open#/next", "/console/#/documents/7"])(
    "may be %s of the console",
    (path) => {
      expect(parseReturnPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    "",
    "/",
    "/docs",
    "/consoles",
    "https://evil.example/console/",
    "//evil.example/console/",
    "/\\evil.example/console/",
    "\\\\evil.example/console/",
    "/console/../../evil",
    "/console/%2e%2e/v1/documents",
    "/console/..\\..\\evil",
    "/\t/evil.example/console/",
    "javascript:alert(1)//console/",
    "http:console/",
    "/console/oidc/start?returnTo=/console/oidc/start",
    `/console/${"x".repeat(1_000)}`,
  ])("is the first page instead of %j", (path) => {
    expect(parseReturnPath(path)).toBe("/console/");
  });

  it("is on our own site and under /console, whatever is asked for", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      "//",
      "console",
      "..",
      "%2e",
      "@",
      ":",
      "?",
      "#",
      "http",
      "evil.example",
      "\n",
      "\t",
    );
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.array(piece).map((pieces) => pieces.join("")),
    );
    const property = fc.property(text, fc.boolean(), (asked, isUnder) => {
      const path = parseReturnPath(isUnder ? `/console/${asked}` : asked);
      const { origin, pathname } = new URL(path, "https://own.example");
      expect(origin).toBe("https://own.example");
      expect(pathname).toMatch(/^\/console(\/|$)/);
      expect(pathname).not.toMatch(/^\/console\/oidc\//);
      expect(path).not.toMatch(/[\r\n]/);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

import { describe, expect, it } from "vitest";
import { foldSpelling } from "./spelling.ts";

describe("spelling", () => {
  it.each([
    ["unauthorised", "unauthorized"],
    ["organisations", "organizations"],
    ["organising", "organizing"],
    ["categorisation", "categorization"],
    ["analysed", "analyzed"],
    ["behavioural", "behavioral"],
    ["honoured", "honored"],
    ["programme", "program"],
    ["licence", "license"],
    ["datacentre", "datacenter"],
  ])("of %s and %s is one", (british, american) => {
    expect(foldSpelling(british)).toBe(foldSpelling(american));
  });

  it.each(["hour", "four", "access", "basis", "analysis", "process"])("leaves %s alone", (word) => {
    expect(foldSpelling(word)).toBe(word);
  });
});

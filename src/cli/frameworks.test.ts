import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { openPrompts } from "../compose.ts";
import { parseConfig } from "../config.ts";
import { Fault } from "../fault.ts";
import { runProgram } from "./program.ts";

/** Commands that look at the catalogue alone: what they must not open, refuses. */
async function run(argv: string[]) {
  let [out, told] = ["", ""];
  const refuse = () =>
    Promise.reject(new Fault("unavailable", "The catalogue needs no database and no engine."));
  const terminal = {
    input: Readable.from([]),
    write: (text: string) => {
      out += text;
    },
    tell: (text: string) => {
      told += text;
    },
    isScreen: false,
    untilStopped: async () => undefined,
  };
  const getConfig = () => parseConfig({});
  const program = { terminal, getConfig, open: refuse, migrate: refuse, buildEngines: refuse, openPrompts };
  return { code: await runProgram(program, "0.0.0", argv), out, told };
}

describe("frameworks", () => {
  it("lists all, and one with its points as JSON", async () => {
    expect(JSON.parse((await run(["frameworks", "--json"])).out)).toMatchObject([
      { id: "ccpa", requirementCount: 89 },
      { id: "gdpr", requirementCount: 133 },
      { id: "iso27001-2013", requirementCount: 140 },
      { id: "iso27001-2022", requirementCount: 123 },
      { id: "nist-csf-1.1", requirementCount: 108 },
      { id: "nist-csf-2.0", requirementCount: 106 },
      { id: "pipeda", requirementCount: 62 },
      { id: "soc2-tsc-2017", requirementCount: 61 },
      { id: "nist-800-53r5", requirementCount: 300 },
    ]);
    const one = JSON.parse((await run(["frameworks", "soc2-tsc-2017", "--json"])).out);
    expect(one.requirements).toHaveLength(61);
    expect(Object.keys(one.requirements[0].points[0]).toSorted()).toEqual(["id", "relation", "required"]);
  });
});

describe("compare", () => {
  it("counts what two frameworks share in both directions", async () => {
    const argv = ["compare", "soc2-tsc-2017", "nist-csf-2.0", "--json"];
    const { frameworks, overlaps } = JSON.parse((await run(argv)).out);
    expect(frameworks[0].profile.attestation).toMatch(/report/);
    expect(overlaps.map(({ from, to }: { from: string; to: string }) => [from, to])).toEqual([
      ["soc2-tsc-2017", "nist-csf-2.0"],
      ["nist-csf-2.0", "soc2-tsc-2017"],
    ]);
    for (const { all, whole, part, none } of overlaps) expect(whole + part + none).toBe(all);
  });

  it("refuses a framework named twice", async () => {
    expect(await run(["compare", "soc2-tsc-2017", "soc2-tsc-2017"])).toMatchObject({
      code: 1,
      told: expect.stringContaining("named twice"),
    });
  });
});

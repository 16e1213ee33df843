import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPromptShelf } from "../../agents/prompt.ts";
import { openPrompts } from "../compose.ts";
import { parseConfig } from "../config.ts";
import { Fault } from "../fault.ts";
import { runProgram } from "./program.ts";

let folder: string;
let openOwn: typeof openPrompts;

const write = (version: number, rules: readonly string[]): string =>
  `---\nname: judge\nversion: ${version}\nslots:\n  points: text\n---\n\n# System\n\n${rules.join("\n")}\n\n# User\n\n{{points}}\n`;
const rules = ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven."];
const put = (text: string) => writeFile(join(folder, "judge.md"), text);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
  openOwn = () => openPromptShelf(folder);
  await put(write(1, rules));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(argv: string[], open = openOwn) {
  let [out, told] = ["", ""];
  const refuse = () => Promise.reject(new Fault("unavailable", "Prompts need no database and no engine."));
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
  const program = {
    terminal,
    getConfig,
    open: refuse,
    migrate: refuse,
    buildEngines: refuse,
    openPrompts: open,
  };
  return { code: await runProgram(program, "0.0.0", ["prompts", ...argv]), out, told };
}

describe("prompts", () => {
  it("explains itself", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    for (const command of ["list", "show", "diff", "lock"])
      expect(out).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    expect((await run(["show", "--help"])).out).toMatch(/--of <version>/);
  });

  it("lists the program's own, and shows one", async () => {
    const { out } = await run(["list"], openPrompts);
    expect(out).toMatch(/^judge-claims +\d+ +locked +1/m);
    expect((await run(["show", "judge-claims"], openPrompts)).out).toMatch(/^---\nname: judge-claims\n/);
  });

  it("refuses a name that there is not, in one sentence", async () => {
    for (const argv of [
      ["show", "x"],
      ["diff", "../judge"],
      ["show", "judge", "--of", "9"],
      ["show", "judge", "--of", "../1"],
    ])
      expect(await run(argv)).toEqual({
        code: 1,
        out: "",
        told: expect.stringMatching(/^There is no prompt.*\n$/),
      });
  });

  it("locks, and tells what changed since, or since the version before", async () => {
    expect((await run(["diff", "judge"])).out).toMatch(/no earlier version/);
    expect((await run(["lock"])).told).toBe("Locked judge, version 1.\n");
    expect((await run(["lock"])).told).toMatch(/locked already/);

    await put(write(1, rules.with(3, "Fourth!")));
    expect(JSON.parse((await run(["list", "--json"])).out)).toMatchObject([
      { name: "judge", version: "1", state: "changed", versions: ["1"], slots: { points: "text" } },
    ]);
    const changed = "  …\n  Two.\n  Three.\n- Four.\n+ Fourth!\n  Five.\n  Six.\n  …\n";
    expect((await run(["diff", "judge"])).out).toBe(changed);
    expect(await run(["lock"])).toMatchObject({
      code: 1,
      told: expect.stringMatching(/give it a new version/),
    });

    await put(write(2, rules.with(3, "Fourth!")));
    await run(["lock"]);
    expect((await run(["diff", "judge"])).out).toMatch(/- version: 1\n\+ version: 2\n/);
    expect((await run(["diff", "judge", "--from", "2"])).out).toBe('"judge" is the same as in version 2.\n');
    expect((await run(["show", "judge", "--of", "1"])).out).toBe(write(1, rules));
  });
});

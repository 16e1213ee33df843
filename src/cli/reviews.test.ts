// The queue in a terminal: the key says who decides, and a short code what was seen.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passwordPolicy } from "../fixtures/desk.fixture.ts";
import { openTerminal } from "../fixtures/terminal.fixture.ts";

let terminal: Awaited<ReturnType<typeof openTerminal>>;
const keys: Record<string, string> = {};
const run = (who: string, ...words: string[]) =>
  terminal.run(["reviews", ...words, "--key", keys[who] ?? "eg_x"]);

beforeAll(async () => {
  terminal = await openTerminal();
  const { product } = terminal;
  const { principal } = await product.addPrincipal("acme", "uma", "person", ["uploader"]);
  keys["ray"] = (await product.addPrincipal("acme", "ray", "person", ["reviewer"])).key;
  keys["val"] = (await product.addPrincipal("acme", "val", "person", ["validator"])).key;
  keys["bot"] = (await product.addPrincipal("acme", "bot", "service", ["client"])).key;
  keys["uma"] = (await product.addPrincipal("acme", "uma", "person", ["uploader"])).key;
  await product.upload(principal, "policy.md", passwordPolicy);
});
afterAll(() => terminal?.close());

async function takeNext(who: string) {
  const { out } = await run(who, "next");
  const [, id = "", seen = ""] = /reviews decide (\S+) approve --seen (\S+)/.exec(out) ?? [];
  return { out, id, seen };
}

describe("reviews", () => {
  it("are listed, the most valuable first, and one is shown with its quote", async () => {
    const { out } = await run("ray", "list", "--limit", "2");
    expect(out).toMatch(/review .*lifts .*due/);
    expect(out).toMatch(/There are more/);
    const [first] = JSON.parse((await run("ray", "list", "--json")).out);
    const shown = (await run("ray", "show", first.id)).out;
    expect(shown).toContain(`»${first.claim.quotes[0].text}«`);
    expect(shown).toMatch(/Probability \d+ %, threshold 70 %, uncalibrated/);
    expect(shown).toMatch(/\+\d\.\d {2}The quoted sentence resembles/);
  });

  it("are decided by who the key stands for, and taken back", async () => {
    const { id, seen } = await takeNext("ray");
    expect((await run("bot", "decide", id, "approve", "--seen", seen)).code).toBe(1);
    expect((await run("uma", "list")).told).toMatch(/for reviewers and validators/);
    expect((await run("nobody", "list")).told).toMatch(/valid API key/);
    const decided = await run("ray", "decide", id, "approve", "--seen", seen);
    expect(decided.out).toMatch(/approve: the claim is reviewed \(approved by person\)/);
    const [, decisionId = ""] = /reviews undo (\S+)/.exec(decided.out) ?? [];
    expect((await run("ray", "undo", decisionId)).told).toMatch(/the claim is suggested again/);
  });

  it("are decided on what was seen only: another code is refused, a whole version with the difference", async () => {
    const { id, seen, out } = await takeNext("ray");
    expect(out).not.toBe("");
    expect((await run("ray", "decide", id, "approve", "--seen", "0123456789")).told).toMatch(
      /not what you saw/,
    );
    const { version } = JSON.parse((await run("ray", "show", id, "--json")).out);
    expect((await run("ray", "decide", id, "escalate", "--seen", seen, "--why", "Beyond me.")).code).toBe(0);
    const late = await run("val", "decide", id, "approve", "--seen", version);
    expect([late.code, late.told]).toEqual([1, expect.stringContaining("decisions: none → ray: escalate")]);
  });

  it("are amended by spans, and refused with what to do", async () => {
    const { id, seen, out } = await takeNext("ray");
    const [, start = ""] = /characters (\d+)-/.exec(out) ?? [];
    const amend = (...words: string[]) => run("ray", "decide", id, "amend", "--seen", seen, ...words);
    expect((await amend("--why", "Shorter.", "--quote", "x-y")).told).toMatch(/amendment" cannot be/);
    expect((await amend("--quote", `${start}-${Number(start) + 30}`)).told).toMatch(/rationale is needed/);
    const amended = await amend("--why", "Shorter.", "--quote", `${start}-${Number(start) + 30}`);
    expect(amended.out).toMatch(/amend: the claim is reviewed[\s\S]*in its place stands/);
  });

  it("are assigned by name, and the key can come from standard input", async () => {
    const [first] = JSON.parse((await run("ray", "list", "--json")).out);
    expect((await run("ray", "assign", first.id, "val")).told).toMatch(/It is val's now/);
    const own = await terminal.run(
      ["reviews", "list", "--assignee", "me", "--json", "--key", "-"],
      `${keys["val"]}\n`,
    );
    expect(JSON.parse(own.out).map(({ id }: { id: string }) => id)).toEqual([first.id]);
    expect((await run("ray", "assign", first.id, "nobody")).told).toMatch(/There are: ray, val/);
    expect((await run("ray", "assign", first.id, "none")).told).toMatch(/anybody's/);
  });
});

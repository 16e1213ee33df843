import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, openReceiver, type Receiver } from "../engines/fixtures/receiver.fixture.ts";
import { openTerminal } from "../fixtures/terminal.fixture.ts";

let terminal: Awaited<ReturnType<typeof openTerminal>>;
let receiver: Receiver;
const run = (...argv: string[]) => terminal.run(["webhooks", ...argv]);

beforeAll(async () => {
  receiver = await openReceiver();
  terminal = await openTerminal({}, { WEBHOOK_ALLOW: "any" });
  await terminal.product.addPrincipal("acme", "ada", "person", ["admin"]);
});
afterAll(async () => {
  await terminal?.close();
  await receiver?.close();
});

async function add(...more: string[]): Promise<{ id: string; secret: string }> {
  const { code, out, told } = await run("add", receiver.url, ...more);
  expect([code, told]).toEqual([0, expect.stringContaining("only this once")]);
  return { id: /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(told)?.[0] ?? "", secret: out.trim() };
}

describe("`webhooks`", () => {
  it("has help for itself and for each of its commands", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const name of ["add", "list", "test", "deliveries", "replay", "rotate", "enable", "remove"]) {
      expect(out).toContain(name);
      expect((await run(name, "--help")).code).toBe(0);
    }
  });

  it("adds one and shows its secret once, lists it without", async () => {
    const { id, secret } = await add("--event", "review.opened", "review.late", "--description", "desk");
    expect(secret).toMatch(/^whsec_/);
    for (const listed of [await run("list"), await run("list", "--json")]) {
      expect(listed.out).toContain(id);
      expect(listed.out).toContain(receiver.url);
      expect(listed.out).not.toContain("whsec_");
    }
    expect((await run("list")).out).toMatch(/review\.opened,review\.late .* enabled/);
  });

  it("tests one and says what it answered, with the exit code to match", async () => {
    const { id } = await add();
    const good = await run("test", id);
    expect([good.code, good.told]).toEqual([
      0,
      expect.stringMatching(/^Delivered: it answered 200 after \d+ ms/),
    ]);
    receiver.cues.push(answer(503));
    const bad = await run("test", id);
    expect([bad.code, bad.told]).toEqual([1, "The test failed. It answered 503.\n"]);
    expect((await run("deliveries", id)).out).toMatch(/webhook\.test .* failed +1 +It answered 503\./);
    expect((await run("deliveries", id, "--failed", "--json")).out).toContain('"httpStatus": 503');
  });

  it("sends one delivery again, and all that failed since a day", async () => {
    const { id } = await add();
    await run("test", id);
    const before = receiver.received.length;
    const [delivery] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec((await run("deliveries", id)).out) ?? [""];
    expect((await run("replay", id, delivery)).told).toBe("The delivery is sent again.\n");
    await receiver.waitFor(before + 1);
    expect((await run("replay", id, "--since", "2026-01-01")).told).toBe("0 deliveries are sent again.\n");
  });

  it("rotates a secret, and removes one", async () => {
    const { id, secret } = await add();
    const rotated = await run("rotate", id);
    expect(rotated.told).toContain("signs for 24 more hours");
    expect(rotated.out).toMatch(/^whsec_/);
    expect(rotated.out.trim()).not.toBe(secret);
    expect((await run("rotate", id, "--grace-hours", "0")).told).toContain("signs no more");
    expect((await run("enable", id)).code).toBe(0);
    expect((await run("remove", id)).told).toContain("is removed");
    expect(await run("test", id)).toMatchObject({ code: 1, told: "There is no such webhook.\n" });
  });

  it.each([
    [["add", "nowhere"], "full https address"],
    [["add", "http://127.0.0.1/", "--event", "review.closed"], '"review.closed" is not an event'],
    [["test", "7"], '"7" is not an id'],
    [["replay", "00000000-0000-4000-8000-000000000001", "--since", "soon"], '"soon" is not a moment'],
    [["rotate", "00000000-0000-4000-8000-000000000001", "--grace-hours", "many"], '"many" is not a number'],
    [["deliveries", "00000000-0000-4000-8000-000000000001", "--limit", "0"], '"0" is not a number'],
    [["remove", "00000000-0000-4000-8000-000000000001"], "There is no such webhook"],
  ])("refuses %j with what is wrong", async (argv, words) => {
    const { code, told } = await run(...argv);
    expect([code, told]).toEqual([1, expect.stringContaining(words)]);
  });
});

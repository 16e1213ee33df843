import { rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { openTerminal } from "../fixtures/terminal.fixture.ts";
import { startClock } from "../worker.ts";
import { getDocument, listGradedClaims, listLedger } from "./list-evidence.ts";

const policy = (name: string) =>
  `# ${name} policy\n\nBackups of all production databases are completed every night and copied to a second region.\n`;

import { tellClaim } from "./tell-claim.ts";

let terminal: Awaited<ReturnType<typeof openTerminal>>;
let ada: Principal;
let now = new Date("2026-11-20T09:00:00Z");
const alarms: Record<string, unknown>[] = [];
const quiet = () => undefined;

beforeAll(async () => {
  const log = {
    debug: () => undefined,
    info: quiet,
    warn: quiet,
    error: (details: Record<string, unknown>) => alarms.push(details),
  };
  terminal = await openTerminal({ log, clock: () => now });
  ada = (await terminal.product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
});
afterAll(() => terminal?.close());

const upload = (name: string) => terminal.product.upload(ada, `${name}.md`, policy(name));
const look = (id: string) => getDocument(terminal.product.context, ada.organizationId, id);
const findPath = async (id: string) =>
  terminal.product.context.blobs.getPath(ada.organizationId, (await look(id)).sha256);
const listReasons = async (id: string) => [
  ...new Set(
    (await listGradedClaims(terminal.product.context, ada.organizationId, { documentId: id })).flatMap(
      ({ reasons }) => reasons,
    ),
  ),
];
const listEntries = async (wanted: string) =>
  (await listLedger(terminal.product.context, ada.organizationId)).filter(({ kind }) => kind === wanted);
const listFailures = () => listEntries("integrity_failed");
/** Starts the clock and stops it after its first round. */
const runRound = () => startClock(terminal.product.context)();

describe("the stored bytes of a document", () => {
  it("that are those that were uploaded change nothing", async () => {
    const id = await upload("Untouched");
    expect(await terminal.product.context.checkBytes(await look(id))).toBe("intact");
    expect(await look(id)).toMatchObject({ integrityFailedAt: null, integrityFailure: null });
    const { code, out } = await terminal.run(["verify"]);
    expect([code, out]).toEqual([0, "1 of 1 files are intact.\n"]);
  });

  it("that somebody changed make all its claims fall to none, with one ledger entry and one alarm", async () => {
    const id = await upload("Changed");
    const path = await findPath(id);
    expect((await listReasons(id)).length).toBeGreaterThan(0);
    now = new Date("2026-11-20T10:00:00Z");
    await writeFile(path, policy("Chamged"));
    for (const _ of [1, 2]) expect(await terminal.product.context.checkBytes(await look(id))).toBe("changed");
    expect(await look(id)).toMatchObject({ integrityFailedAt: now, integrityFailure: "changed" });
    expect(await listReasons(id)).toEqual(["integrity_failed"]);
    const [failure, ...others] = await listFailures();
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ subjectId: id, body: { found: "changed", fileName: "Changed.md" } });
    expect(alarms).toEqual([expect.objectContaining({ documentId: id, found: "changed" })]);
    const changes = (await listLedger(terminal.product.context, ada.organizationId)).at(-1);
    expect(changes).toMatchObject({ kind: "grades_changed", body: { cause: "integrity_failed" } });
  });

  it("that are gone are found by the command line, which tells them from changed ones and fails", async () => {
    const id = await upload("Gone");
    await rm(await findPath(id));
    const { code, out, told } = await terminal.run(["verify", "--json"]);
    expect([code, told]).toEqual([1, "2 of 3 files are not what was uploaded.\n"]);
    const found = (JSON.parse(out) as { fileName: string; found: string }[]).map((one) => [
      one.fileName,
      one.found,
    ]);
    expect(found.toSorted()).toEqual([
      ["Changed.md", "changed"],
      ["Gone.md", "missing"],
      ["Untouched.md", "intact"],
    ]);
    expect(await look(id)).toMatchObject({ integrityFailure: "missing" });
    expect((await terminal.run(["verify", "--organization", "acme"])).out).toMatch(
      /^missing +acme +Gone\.md/m,
    );
  });

  it("are looked at in the background, the longest unchecked first and once a day", async () => {
    const id = await upload("Swept");
    const path = await findPath(id);
    await runRound();
    await writeFile(path, "tampered");
    await runRound();
    expect((await look(id)).integrityFailedAt).toBeNull();
    now = new Date("2026-11-21T11:00:00Z");
    await runRound();
    expect(await look(id)).toMatchObject({ integrityFailedAt: now, integrityFailure: "changed" });
    expect(await listFailures()).toHaveLength(3);
    await writeFile(path, policy("Swept"));
    now = new Date("2026-11-22T12:00:00Z");
    await runRound();
    expect(await look(id)).toMatchObject({ integrityFailedAt: null, integrityFailure: null });
  });

  it("that are uploaded again, or are back from a backup, prove again, with a ledger entry and the time between kept", async () => {
    const before = (await listEntries("integrity_restored")).length;
    const id = await upload("Restored");
    const path = await findPath(id);
    const whole = await listReasons(id);
    const putBack = async () => {
      await writeFile(path, policy("Restored"));
      expect((await terminal.run(["verify"])).out).toMatch(/^intact again +acme +Restored\.md/m);
    };
    for (const bring of [() => upload("Restored"), putBack]) {
      await writeFile(path, "tampered");
      now = new Date(now.getTime() + 3_600_000);
      await terminal.run(["verify"]);
      expect(await listReasons(id)).toEqual(["integrity_failed"]);
      now = new Date(now.getTime() + 3_600_000);
      await bring();
      expect(await listReasons(id)).toEqual(whole);
    }
    expect(await listEntries("integrity_restored")).toHaveLength(before + 2);
    const [claim] = await listGradedClaims(terminal.product.context, ada.organizationId, { documentId: id });
    const { steps } = await tellClaim(terminal.product.context, ada.organizationId, claim?.id ?? "");
    const own = steps.flatMap(({ causes }) => causes).filter(({ claimId }) => claimId === claim?.id);
    expect(own.map(({ kind }) => kind).filter((kind) => kind.startsWith("integrity"))).toEqual([
      "integrity_failed",
      "integrity_restored",
      "integrity_failed",
      "integrity_restored",
    ]);
  });

  it("fail nothing while the whole store cannot be reached", async () => {
    const id = await upload("Unreachable");
    const { context } = terminal.product;
    await rm(`${terminal.product.config.dataFolder}/files`, { recursive: true });
    await expect(context.checkBytes(await look(id))).rejects.toMatchObject({ code: "unavailable" });
    await runRound();
    expect((await look(id)).integrityFailedAt).toBeNull();
    expect(alarms.at(-1)).toHaveProperty("error");
  });
});

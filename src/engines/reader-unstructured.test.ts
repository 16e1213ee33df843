import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildZip } from "./fixtures/office.fixture.ts";
import { startUnstructured } from "./fixtures/unstructured-server.fixture.ts";
import { expectSoundReading } from "./reader.contract.ts";
import type { Reader } from "./reader.ts";
import { buildLocalReader } from "./reader-local.ts";
import { buildUnstructuredReader } from "./reader-unstructured.ts";

const secret = "un-secret-key";
const noScreen = {
  name: "none",
  version: "0",
  recognize: async () => ({ width: 1, height: 1, lines: [], switches: [] }),
  close: async () => undefined,
};
const local = buildLocalReader({ ocr: noScreen, prose: { ...noScreen, recognize: async () => [] } });

let server: Awaited<ReturnType<typeof startUnstructured>>;
let reader: Reader;
let folder: string;
let path: string;
beforeAll(async () => {
  server = await startUnstructured(secret);
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
  path = join(folder, "policy.pdf");
  await writeFile(path, "%PDF-1.7 confidential words");
  reader = buildUnstructuredReader({
    url: `${server.url}/ignored/path`,
    key: secret,
    timeoutMs: 1500,
    local,
  });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});
const read = () => reader.read({ path, name: "policy.pdf" });

const corners = (x: number, y: number, width: number, height: number) => ({
  points: [
    [x, y],
    [x, y + height],
    [x + width, y + height],
    [x + width, y],
  ],
  system: "PixelSpace",
  layout_width: 1700,
  layout_height: 2200,
});
const element = (type: string, text: string, metadata: Record<string, unknown> = {}) => ({
  type,
  element_id: "0f3d",
  text,
  metadata: { languages: ["eng"], filename: "policy.pdf", filetype: "application/pdf", ...metadata },
});
const long =
  "Multi-factor authentication is required for all staff who sign in from outside the office network.";
const elements = [
  element("Header", "Contoso", { page_number: 1, coordinates: corners(100, 20, 100, 20) }),
  element("Title", "Access Policy", {
    page_number: 1,
    category_depth: 0,
    coordinates: corners(100, 80, 300, 40),
  }),
  element("NarrativeText", long, {
    page_number: 1,
    coordinates: corners(100, 140, 600, 60),
    detection_class_prob: 0.91,
  }),
  element("PageBreak", ""),
  element("Table", "System Reviewer Payroll Finance director", {
    page_number: 3,
    coordinates: corners(100, 100, 800, 40),
    text_as_html:
      "<table><tr><th>System</th><th>Reviewer</th></tr><tr><td>Payroll</td><td>Finance director</td></tr></table>",
  }),
  element("ListItem", "Shared passwords are forbidden."),
];

describe("a file read by an Unstructured server", () => {
  it("is sent whole, with the key and asking for places", async () => {
    server.behave({ elements });
    await read();
    expect(server.asked).toEqual([
      {
        fileName: "policy.pdf",
        sizeBytes: 27,
        key: secret,
        fields: expect.objectContaining({ coordinates: "true", split_pdf_page: "false", strategy: "auto" }),
      },
    ]);
  });

  it("has headings, rows with their header, pages and a box for every word that has one", async () => {
    server.behave({ elements });
    const reading = await read();
    expectSoundReading(reading);
    expect(reading.text).toBe(
      `Contoso\n\nAccess Policy\n\n${long}\n\nSystem: Payroll | Reviewer: Finance director\n\nShared passwords are forbidden.`,
    );
    expect(reading.pages.map(({ number, label, width, height }) => [number, label, width, height])).toEqual([
      [1, "1", 1700, 2200],
      [2, "3", 1700, 2200],
    ]);
    const words = reading.pages[0]?.words ?? [];
    const required = words.find(({ text }) => text === "required");
    expect(required).toMatchObject({ confidence: 0.91 });
    expect(
      words.filter(({ box }) => box[1] >= 140).every(({ box }) => box[0] >= 100 && box[0] + box[2] <= 701),
    ).toBe(true);
    expect(words.find(({ text }) => text === "network.")?.box[1]).toBeGreaterThan(required?.box[1] ?? 999);
  });

  it("that is an archive is not sent: it is opened here", async () => {
    const archive = join(folder, "a.zip");
    await writeFile(archive, await buildZip({ "a.md": "# A" }));
    server.behave({ elements });
    expect((await reader.read({ path: archive, name: "a.zip" })).mediaType).toBe("application/zip");
    expect(server.asked).toEqual([]);
  });
});

describe("a server in trouble", () => {
  it.each([
    ["busy, telling when to come again", { status: 429, retryAfter: "1" }],
    ["busy, telling nothing", { status: 429 }],
    ["overloaded", { status: 503 }],
    ["restarted in the middle", "cut" as const],
  ])("and %s is asked again, and then answers", async (_, trouble) => {
    server.behave(trouble, { elements });
    expectSoundReading(await read());
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    ["busy for longer than there is time", { status: 429, retryAfter: "120" }, "unavailable", 500],
    ["overloaded for good", { status: 500 }, "unavailable", 1600],
    ["silent", "hang" as const, "timed_out", 2000],
    ["endlessly slow", "trickle" as const, "timed_out", 2000],
    ["answering something else", { raw: "<html>Welcome</html>" }, "unavailable", 500],
    ["cut off in its answer", { raw: '[{"type":"Title","text":"Acc' }, "unavailable", 500],
    ["answering in another shape", { elements: { elements: [] } }, "unavailable", 500],
    ["answering elements without text", { elements: [{ type: "Title" }] }, "unavailable", 500],
    ["refusing the file", { status: 422, detail: "File type not supported" }, "unreadable_file", 500],
    ["finding nothing", { elements: [] }, "unreadable_file", 500],
  ])("and %s ends in a fault, in time, that tells nothing secret", async (_, trouble, code, withinMs) => {
    server.behave(trouble);
    const startedAt = Date.now();
    const fault: unknown = await read().catch((error: unknown) => error);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(/\.$/) });
    expect(String((fault as Error).message)).not.toMatch(/secret|confidential|<html>/);
    expect(Date.now() - startedAt).toBeLessThan(withinMs + 400);
  });

  it("and gone cannot be reached; with a wrong key it is refused", async () => {
    const gone = buildUnstructuredReader({
      url: "http://127.0.0.1:9",
      key: undefined,
      timeoutMs: 700,
      local,
    });
    await expect(gone.read({ path, name: "p.pdf" })).rejects.toMatchObject({ code: "unavailable" });
    const keyless = buildUnstructuredReader({ url: server.url, key: "other", timeoutMs: 700, local });
    await expect(keyless.read({ path, name: "p.pdf" })).rejects.toThrow(/refuses the key/);
  });
});

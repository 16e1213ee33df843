import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reading } from "../domain/reading.ts";
import type { Ocr, OcrWord } from "./ocr.ts";
import { buildTesseractOcr } from "./ocr-tesseract.ts";
import { expectSoundReading } from "./reader.contract.ts";
import { buildLocalReader } from "./reader-local.ts";

/** A screen with known words: the picture itself does not matter here. */
const word = (text: string, x: number, y: number): OcrWord => ({
  text,
  box: [x, y, text.length * 8, 12],
  confidence: 0.9,
});
const screen: Ocr = {
  name: "scripted",
  version: "1",
  recognize: async () => ({
    width: 800,
    height: 600,
    lines: [
      [word("Minimum", 10, 10), word("length", 74, 10), word("14", 300, 10)],
      [word("Name", 10, 40), word("Role", 200, 40), word("Status", 400, 40)],
      [word("State:", 10, 70), word("on", 300, 70)],
      [word("Require", 10, 100), word("MFA", 74, 100)],
    ],
    switches: [{ box: [300, 98, 32, 16], line: 3 }],
  }),
  close: async () => undefined,
};
const reader = buildLocalReader({ ocr: screen, prose: buildTesseractOcr() });
const docs = join(import.meta.dirname, "fixtures/docs");
const examples = join(import.meta.dirname, "../../examples");
const read = (name: string, folder = docs) => reader.read({ path: join(folder, name), name });
const listHeadings = ({ text, headings }: Reading) =>
  headings.map(({ level, start, end }) => `${level} ${text.slice(start, end)}`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true, force: true });
});
async function readBytes(name: string, content: string | Buffer): Promise<Reading> {
  await writeFile(join(folder, name), content);
  return read(name, folder);
}

const outline = [
  "1 Access Control Policy",
  "2 1 Purpose",
  "2 2 Authentication",
  "3 2.1 Multi-factor authentication",
  "3 2.2 Passwords",
  "2 3 Access review",
  "2 4 Leavers",
];

describe("the same policy", () => {
  it.each(["policy.html", "policy.docx", "policy.pdf"])("is read with its outline from %s", async (name) => {
    const reading = await read(name);
    expectSoundReading(reading);
    expect(listHeadings(reading)).toEqual(outline);
    expect(reading.text).toContain(
      "All workforce accounts must use phishing-resistant multi-factor authentication.",
    );
  });
});

describe("PDF", () => {
  it("reads two columns one after the other", async () => {
    const reading = await read("twocol.pdf");
    expectSoundReading(reading);
    expect(listHeadings(reading).slice(0, 7)).toEqual(outline);
    expect(reading.text.indexOf("4 Leavers")).toBeLessThan(reading.text.indexOf("Cryptography Policy"));
  });

  it("numbers its pages and places its words", async () => {
    const reading = await read("supplier-security-policy.pdf", examples);
    expectSoundReading(reading);
    expect(reading.pages.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(reading.pages.every(({ words }) => words.length > 50)).toBe(true);
  });

  it.each([
    ["encrypted.pdf", /encrypted: remove the password/],
    ["truncated.pdf", /damaged/],
  ])("%s is refused with what to do", async (name, reason) => {
    await expect(read(name)).rejects.toMatchObject({
      code: "unreadable_file",
      message: expect.stringMatching(reason),
    });
  });
});

describe("tables", () => {
  it("of a spreadsheet are pages of rows that carry their headers; hidden sheets are named so", async () => {
    const reading = await read("review.xlsx");
    expectSoundReading(reading);
    expect(reading.pages.map(({ label }) => label)).toEqual(["Access review", "Hidden notes (hidden)"]);
    expect(reading.text).toContain(
      "System: Payroll | Reviewer: Finance director | Date: 2025-03-31 | Accounts: 42",
    );
    expect(reading.text.match(/Approved by the CISO/g)).toHaveLength(1);
  });

  it("of CSV keep quoted delimiters together, whatever the delimiter", async () => {
    expect((await read("users.csv")).text).toContain(
      "user: Nguyen, Alice | role: admin | mfa: yes | last_login: 2025-06-12",
    );
    expect((await readBytes("semicolon.csv", "name;mfa\nAda;yes\nBen;no\n")).text).toBe(
      "name: Ada | mfa: yes\nname: Ben | mfa: no",
    );
  });

  it("of HTML and Markdown carry their headers too", async () => {
    expect((await read("policy.html")).text).toContain(
      "System: Payroll | Reviewer: Finance director | Frequency: Quarterly",
    );
    const table = "# T\n\n| System | Owner |\n|---|---|\n| CRM | Sales |\n";
    expect((await readBytes("table.md", table)).text).toBe("T\n\nSystem: CRM | Owner: Sales");
  });
});

describe("text", () => {
  it.each([
    ["utf-8", Buffer.from("Zugriff für José")],
    ["utf-16 with its mark", Buffer.from("\uFEFFZugriff für José", "utf16le")],
    ["windows-1252", Buffer.from("Zugriff für José", "latin1")],
  ])("is read in %s", async (name, bytes) => {
    expect((await readBytes(`${name}.txt`, bytes)).text).toBe("Zugriff für José");
  });

  it("of Markdown is read without its marks, comments and front matter apart", async () => {
    const reading = await readBytes(
      "n.md",
      "---\nowner: Ada\n---\n# Title\n\nSome **bold** [link](x).<!-- hidden -->\n\n- one\n- two\n",
    );
    expectSoundReading(reading);
    expect(reading.text).toBe("owner: Ada\n\nTitle\n\nSome bold link.\n\none\ntwo");
  });

  it("of HTML that nobody sees is not read", async () => {
    const html = `<html><head><title>T</title><style>a{}</style></head><body><p>seen</p><p hidden>one</p>
      <div style="display:none">two</div><script>three</script><template>four</template><p aria-hidden="true">shown</p></body></html>`;
    expect((await readBytes("h.html", html)).text).toBe("seen\n\nshown");
  });

  it("nested deeper than any stack is read all the same", async () => {
    const deep = await readBytes("deep.html", `<html>${"<div>".repeat(200_000)}bottom`);
    expect(deep.text).toBe("bottom");
  });
});

describe("pictures", () => {
  it("are lines in which a label stands before its value", async () => {
    const reading = await read("harbourgate-mfa-policy-2026-11-09.png", examples);
    expectSoundReading(reading);
    expect(reading.text).toBe("Minimum length: 14\nName | Role | Status\nState: on\nRequire MFA");
    expect(reading.pages[0]?.unreadable).toEqual([{ box: [300, 98, 32, 16], start: 50, end: 61 }]);
    expect(reading.pages[0]?.words[2]).toMatchObject({ text: "14", box: [300, 10, 16, 12] });
  });
});

describe("what is no document", () => {
  it.each([
    ["empty.txt", "", /empty/],
    ["blank.txt", " \n\t ", /white space/],
    ["noise.pdf", Buffer.from([0, 1, 2, 3, 0, 5]), /not understood/],
    ["program.docx", Buffer.from("7f454c4602010100", "hex"), /not understood/],
  ])("%s is refused in one sentence", async (name, content, reason) => {
    await expect(readBytes(name, content)).rejects.toMatchObject({
      code: "unreadable_file",
      message: expect.stringMatching(reason),
    });
  });
});

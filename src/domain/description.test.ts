import { describe, expect, it } from "vitest";
import { draftReading } from "../engines/draft-reading.ts";
import { parseDay } from "./dates.ts";
import { describeReading } from "./description.ts";

const uploadedAt = new Date("2026-11-23T10:00:00Z");
const describeText = (fileName: string, mediaType: string, lines: string[], heading?: string) => {
  const draft = draftReading();
  if (heading) draft.addBlock("heading", heading, 1);
  for (const line of lines) draft.addBlock("paragraph", line);
  const reading = draft.finish(mediaType);
  const facts = describeReading(reading, { fileName, uploadedAt });
  for (const { quote } of facts) {
    if (quote) expect(reading.text.slice(quote.start, quote.end)).toBe(quote.text);
  }
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
};

describe("the kind of a document", () => {
  it.each([
    ["Access Control Policy", "policy"],
    ["Backup and Recovery Procedure", "procedure"],
    ["Penetration test 2026", "report"],
    ["Board minutes", "record"],
    ["Change Management and Secure Development", "policy"],
  ])("of %s is %s", (heading, kind) => {
    expect(describeText("a.md", "text/markdown", ["Text."], heading)["kind"]).toBe(kind);
  });

  it("is screenshot for pictures and record for tables, whatever their name", () => {
    expect(describeText("mfa-policy.png", "image/png", ["x"])["kind"]).toBe("screenshot");
    expect(describeText("policy.csv", "text/csv", ["x"])["kind"]).toBe("record");
  });

  it("of prose that nothing names is one that proves no operation", () => {
    expect(describeText("page.html", "text/html", ["We love security."], "Why us")["kind"]).toBe("policy");
  });
});

describe("the dates of a document", () => {
  it("are its own effective and review dates, not the day of the upload", () => {
    const facts = describeText(
      "p.md",
      "text/markdown",
      ["Effective date: 2026-03-16", "Next review: 16 March 2027"],
      "Policy",
    );
    expect(facts).toMatchObject({ effectiveFrom: "2026-03-16", effectiveTo: "2027-03-16" });
  });

  it("stay unknown when the file has none", () => {
    expect(describeText("p.md", "text/markdown", ["Text."], "Policy")["effectiveFrom"]).toBeUndefined();
  });

  it("of a record are its stated period, and never when somebody was hired", () => {
    const row =
      "hire_date: 2011-05-01 | period_start: 2026-07-01 | period_end: 2026-09-30 | last_sign_in: 2026-10-05";
    expect(describeText("r.csv", "text/csv", [row])).toMatchObject({
      periodStart: "2026-07-01",
      periodEnd: "2026-09-30",
    });
  });

  it("of a screen is the latest day on it that is not after the upload", () => {
    const lines = ["Mon 9 Nov 2026 10:42", "Last changed: 16 Nov 2026", "Expires 1 Jan 2030"];
    expect(describeText("s.png", "image/png", lines)["capturedAt"]).toBe("2026-11-09");
  });

  it("of a screen stay unknown when it only tells when something else happened or will", () => {
    const lines = ["Last modified 14 Mar 2025 09:42 UTC by Priya", "Review due 30 Jun 2025."];
    expect(describeText("s.png", "image/png", lines)["capturedAt"]).toBeUndefined();
  });
});

describe("a day", () => {
  it.each([
    ["2026-11-23", "2026-11-23"],
    ["23rd of November 2026", "2026-11-23"],
    ["November 3, 2026", "2026-11-03"],
    ["2026-02-30", null],
    ["11/12/2026", null],
  ])("%s is read as %s", (text, day) => expect(parseDay(text)).toBe(day));
});

describe("the people, version and address of a document", () => {
  it.each([
    [
      "Owner: Head of Platform Security. Version 3.2, approved by the Security Steering Group on 4 February 2025.",
      { owner: "Head of Platform Security", version: "3.2", approver: "Security Steering Group" },
    ],
    [
      "Owner | Hanne Petrossian, Platform Lead\nApproved by | Tomasz Brandvold, CTO\nVersion | 5.0",
      { owner: "Hanne Petrossian, Platform Lead", approver: "Tomasz Brandvold, CTO", version: "5.0" },
    ],
    ["Policy owner: CISO | Approver: Board (minutes of May)", { owner: "CISO", approver: "Board" }],
  ])("are read from %s", (line, facts) => {
    expect(describeText("p.md", "text/markdown", [line], "Policy")).toMatchObject(facts);
  });

  it("are not made of a sentence about owners or versions", () => {
    const line = "The owner of each asset keeps the version of the software current; changes are approved.";
    const facts = describeText("p.md", "text/markdown", [line], "Policy");
    expect([facts["owner"], facts["version"], facts["approver"]]).toEqual([undefined, undefined, undefined]);
  });

  it("of a screenshot are the address in its address bar", () => {
    const lines = ["admin.harbourgate.example/policies/mfa", "Require MFA: Enabled"];
    expect(describeText("s.png", "image/png", lines)).toMatchObject({
      sourceUrl: "admin.harbourgate.example/policies/mfa",
    });
  });
});

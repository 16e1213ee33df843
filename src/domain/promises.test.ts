import { describe, expect, it } from "vitest";
import { findPromise } from "./promises.ts";

describe("a promise", () => {
  it.each([
    "This makes you compliant with SOC 2.",
    "With it you COMPLY with the law.",
    "The export ensures full compliance.",
    "You will be certified by summer.",
    "This guarantees a clean report.",
    "Upload it and you will pass the next external audit.",
    "The auditor will certainly accept it.",
    "Your audit-ready list.",
    "This satisfies all the criteria of CC6.1.",
    "A screen that meets the requirement.",
    "So you avoid any fines.",
    "After that the company is fully protected.",
    "Write the minutes after the fact.",
    "Backdate the approval to March.",
    "Damit sind Sie DSGVO-konform.",
    "This makes you com\u200bpliant.",
    "This makes you ｃｏｍｐｌｉａｎｔ.",
    "You gain the certification you want.",
  ])("is found: %s", (text) => {
    expect(findPromise(text)).not.toBeNull();
  });

  it.each([
    "Export the list of accounts from your identity provider for the last quarter, with the date of each review.",
    "Ask the compliance team for the log of reviews.",
    "Take a screen that shows the compliance state of every laptop.",
    "The minutes of meetings where the controls were discussed, with date and names.",
    "A certificate of completion for each of 41 trainings.",
    "Upload the training record; the policy covers who has to attend, not who did.",
    "A ticket with the request, the approval and the date on which access was taken away.",
  ])("is not seen where none is made: %s", (text) => {
    expect(findPromise(text)).toBeNull();
  });
});

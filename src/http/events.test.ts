import { describe, expect, it } from "vitest";
import { buildDocument } from "../domain/fixtures/subjects.fixture.ts";
import { streamProgress } from "./events.ts";

describe("the progress of a document", () => {
  it("is told when it waits, with the reason and the moment, and goes on until it is done", async () => {
    const until = new Date("2026-11-26T00:00:00.000Z");
    const looks = [
      buildDocument({ stage: "assessing" }),
      buildDocument({ stage: "assessing", waitingReason: "No budget is left.", waitingUntil: until }),
      buildDocument({ stage: "done" }),
    ];
    const look = async () => looks.shift() ?? buildDocument({ stage: "done" });
    const text = await streamProgress(look, new AbortController().signal).text();
    const events = text.trim().split("\n\n");
    expect(events.map((event) => event.split("\n")[0])).toEqual([
      "event: progress",
      "event: progress",
      "event: done",
    ]);
    expect(events[1]).toContain(
      `"waitingReason":"No budget is left.","waitingUntil":"${until.toISOString()}"`,
    );
    expect(events[2]).toContain('"waitingReason":null');
  });
});

import { describe, expect, it } from "vitest";
import { buildSignInLimit } from "./limit-sign-in.ts";

describe("the limit of attempts to sign in", () => {
  const limit = (watch: { now: Date }) => buildSignInLimit({ clock: () => watch.now });
  const start = new Date("2026-05-04T08:00:00Z");

  it("slides: every attempt counts for a minute", () => {
    const watch = { now: start };
    const { count } = limit(watch);
    for (let second = 0; second < 10; second += 1) {
      watch.now = new Date(start.getTime() + second * 1_000);
      count("a");
    }
    watch.now = new Date(start.getTime() + 59_999);
    const retryAt = new Date(start.getTime() + 60_000);
    expect(() => count("a")).toThrow(expect.objectContaining({ code: "too_many", retryAt }));
    watch.now = retryAt;
    count("a");
    expect(() => count("a")).toThrow("too many attempts");
  });

  it("forgives who succeeds, and nobody else", () => {
    const { count, forgive } = limit({ now: start });
    for (let times = 0; times < 30; times += 1) {
      count("a");
      forgive("a");
      forgive("b");
    }
    for (let times = 0; times < 10; times += 1) count("b");
    expect(() => count("b")).toThrow("too many attempts");
  });

  it("remembers a bounded number of addresses, and those that came last", () => {
    const { count } = limit({ now: start });
    for (let times = 0; times < 10; times += 1) count("first");
    for (let address = 0; address < 10_000; address += 1) count(`address ${address}`);
    expect(() => count("first")).not.toThrow();
    for (let times = 0; times < 9; times += 1) count("address 9999");
    expect(() => count("address 9999")).toThrow("too many attempts");
  });
});

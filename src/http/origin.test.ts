import { describe, expect, it } from "vitest";
import { findAddress, findOrigin } from "./origin.ts";

const ask = (url: string, headers: Record<string, string> = {}) => new Request(url, { headers });
const direct = { publicUrl: null, isProxyTrusted: false };
const proxied = { publicUrl: null, isProxyTrusted: true };

describe("the address of a request", () => {
  it("is what the operator says, whatever the request claims", () => {
    const outside = { publicUrl: "https://evidence.example.com", isProxyTrusted: true };
    const request = ask("http://10.0.0.5:8080/console/", { "x-forwarded-proto": "http" });
    expect(findOrigin(request, outside).origin).toBe("https://evidence.example.com");
  });

  it("is https behind a proxy that says so and is trusted; its last word counts", () => {
    const find = (proto: string, outside = proxied) =>
      findOrigin(ask("http://evidence.example.com/console/", { "x-forwarded-proto": proto }), outside).origin;
    expect(find("https")).toBe("https://evidence.example.com");
    expect(find("http, https")).toBe("https://evidence.example.com");
    expect(find("https, http")).toBe("http://evidence.example.com");
    expect(find("javascript")).toBe("http://evidence.example.com");
    expect(find("https", direct)).toBe("http://evidence.example.com");
  });
});

describe("who is on the other end", () => {
  it("is the end of the connection, unless a trusted proxy names another: what was forged before it is ignored", () => {
    const find = (list: string | null, outside = proxied) =>
      findAddress(new Headers(list === null ? {} : { "x-forwarded-for": list }), "10.0.0.1", outside);
    expect(find("1.1.1.1, 203.0.113.9")).toBe("203.0.113.9");
    expect(find("1.1.1.1, 203.0.113.9", direct)).toBe("10.0.0.1");
    expect(find(null)).toBe("10.0.0.1");
    expect(find(" ")).toBe("10.0.0.1");
  });
});

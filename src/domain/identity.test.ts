import { describe, expect, it } from "vitest";
import { findClaim, findIdentityName, listIdentityRoles } from "./identity.ts";

const rules = {
  rolesClaim: "roles",
  nameClaim: "email",
  roleMap: [
    { value: "grc-reviewers", role: "reviewer" as const },
    { value: "grc-leads", role: "validator" as const },
    { value: "grc-leads", role: "admin" as const },
  ],
};
const say = (claims: Record<string, unknown>) => ({ issuer: "https://login.example", subject: "s", claims });

describe("the words of a provider", () => {
  it("give the roles that they are mapped to, each once, and nothing else gives any", () => {
    const list = (roles: unknown) => listIdentityRoles(say({ roles }), rules);
    expect(list(["grc-leads", "grc-reviewers", "grc-leads", "staff"])).toEqual([
      "admin",
      "reviewer",
      "validator",
    ]);
    expect(list("grc-reviewers")).toEqual(["reviewer"]);
    for (const said of [
      undefined,
      null,
      [],
      {},
      7,
      "admin",
      "validator",
      ["GRC-Leads"],
      [["grc-leads"]],
      "grc-leads grc-reviewers",
    ])
      expect(list(said)).toEqual([]);
  });

  it("are found by name or by path, and never in what every object inherits", () => {
    expect(findClaim({ realm_access: { roles: ["a"] } }, "realm_access.roles")).toEqual(["a"]);
    expect(findClaim({ "https://acme.example/roles": "a" }, "https://acme.example/roles")).toBe("a");
    for (const name of ["constructor", "__proto__", "realm_access.constructor", "roles.length.toString"])
      expect(findClaim({ realm_access: {}, roles: "a" }, name)).toBeUndefined();
  });

  it("name a person, unless the address is one that nobody vouches for", () => {
    const name = (claims: Record<string, unknown>) => findIdentityName(say(claims), rules);
    expect(name({ email: " ada@acme.example " })).toBe("ada@acme.example");
    expect(name({ email: "ada@acme.example", email_verified: true })).toBe("ada@acme.example");
    expect(name({ email: "ada@acme.example", email_verified: false })).toBeNull();
    for (const email of [undefined, "", "  ", 7, ["ada@acme.example"]]) expect(name({ email })).toBeNull();
  });
});

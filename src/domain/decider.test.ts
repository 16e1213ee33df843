import { describe, expect, it } from "vitest";
import { findSeat } from "./decider.ts";
import { buildId } from "./fixtures/subjects.fixture.ts";
import type { Role } from "./principal.ts";
import type { Action } from "./review.ts";

const uploadedBy = buildId();
const first = buildId();
const who = (...roles: Role[]) => ({ id: buildId(), roles });
const seat = (
  principal: { id: string; roles: Role[] },
  earlier: { action: Action; principalId: string }[],
  action: Action = "approve",
) => {
  const found = findSeat(principal, { uploadedBy, earlier }, action);
  return "refusal" in found
    ? found.refusal.split(/[ :]/)[0]
    : `${found.asRole}${found.isConfirming ? " confirming" : ""}`;
};
const approved = [{ action: "approve" as const, principalId: first }];
const escalated = [{ action: "escalate" as const, principalId: first }];

describe("who may decide", () => {
  it.each<[string, ReturnType<typeof seat>, string]>([
    ["a reviewer decides first", seat(who("reviewer"), []), "reviewer"],
    ["a validator does not decide first", seat(who("validator"), []), "The"],
    ["an admin alone decides nothing", seat(who("admin"), []), "The"],
    ["a validator confirms", seat(who("validator"), approved), "validator confirming"],
    ["a reviewer does not confirm", seat(who("reviewer"), approved), "Confirming"],
    ["nobody confirms the own approval", seat({ id: first, roles: ["validator"] }, approved), "Four"],
    ["no uploader confirms", seat({ id: uploadedBy, roles: ["validator"] }, approved), "Four"],
    ["a validator takes an approval back", seat(who("validator"), approved, "withdraw"), "validator"],
    ["a validator decides what was escalated", seat(who("validator"), escalated), "validator"],
    ["a reviewer does, too", seat(who("reviewer"), escalated), "reviewer"],
    [
      "after a rejection it begins again",
      seat(who("validator"), [...approved, { action: "reject", principalId: first }]),
      "The",
    ],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

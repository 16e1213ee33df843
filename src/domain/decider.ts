// Who may decide what: the role in which a person decides, and the second pair of eyes.
import type { Principal } from "./principal.ts";
import type { Action, Decision } from "./review.ts";

/** `isConfirming`: what another person approved is approved once more. */
export type Seat = { asRole: Decision["asRole"]; isConfirming: boolean };

/** `uploadedBy` is who brought the document; `earlier` are the standing decisions on the claim, oldest first. */
export type DecidedClaim = {
  uploadedBy: string;
  earlier: readonly Pick<Decision, "action" | "principalId">[];
};

/**
 * An approval of what already stands approved is a validation, by a validator who is neither the uploader nor anybody
 * who decided before. Everything else is a reviewer's decision, save that a validator may take an approval back, and
 * decides what was escalated. Returns why not where it is not allowed.
 */
export function findSeat(
  { id, roles }: Pick<Principal, "id" | "roles">,
  { uploadedBy, earlier }: DecidedClaim,
  action: Action,
): Seat | { refusal: string } {
  const last = earlier.at(-1)?.action;
  const isValidator = roles.includes("validator");
  if (last === "approve" && action === "approve") {
    if (!isValidator) return { refusal: "Confirming an approval needs the role validator." };
    if (earlier.some(({ principalId }) => principalId === id))
      return { refusal: "Four eyes: somebody other than the first reviewer has to confirm this." };
    if (uploadedBy === id)
      return { refusal: "Four eyes: somebody other than the uploader has to confirm this." };
    return { asRole: "validator", isConfirming: true };
  }
  if (roles.includes("reviewer")) return { asRole: "reviewer", isConfirming: false };
  if (isValidator && (last === "approve" || last === "escalate"))
    return { asRole: "validator", isConfirming: false };
  return { refusal: "The first decision on a claim needs the role reviewer." };
}

// SP 800-53 Rev. 5 as a framework to compare with: its base controls, and the points that name them.
import type { Framework, Point } from "./catalogue.ts";
import { controlFrameworkId } from "./provenance.ts";

export type Control = { id: string; title: string; family: string };

/**
 * Every control with the points that name it. A point restates a part of a control at most, so a control is never
 * met: it is compared with, not covered.
 */
export function buildControlTarget(controls: readonly Control[], points: readonly Point[]): Framework {
  const naming = new Map<string, string[]>();
  for (const { id, nist80053 } of points)
    for (const control of nist80053) naming.set(control, [...(naming.get(control) ?? []), id]);
  return {
    id: controlFrameworkId,
    title: "NIST SP 800-53 base controls",
    edition: "Revision 5, with releases 5.1.1 and 5.2.0",
    publisher: "NIST",
    profile: {
      purpose:
        "A detailed catalogue of security and privacy controls; here to compare other frameworks with.",
      region: "Worldwide; obligatory for federal agencies of the United States",
      attestation: "No certificate by itself: authorizations such as FedRAMP build on it",
      assessmentCycle: "Set by the programme that uses it",
    },
    requirements: controls.map(({ id, title, family }) => ({
      id,
      title,
      group: family,
      keywords: [title],
      links: (naming.get(id) ?? []).map((point) => ({
        point,
        relation: "intersects_with",
        required: true,
        rationale: "The point names this control as one that it corresponds to.",
        provenance: { kind: "authored" },
      })),
    })),
  };
}

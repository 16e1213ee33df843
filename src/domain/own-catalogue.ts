// An organization's catalogue: the built-in one and the frameworks that it imported itself.
import { z } from "zod";
import type { Catalogue, Framework, Link, Requirement } from "./catalogue.ts";
import { type OwnFramework, type OwnRequirement, ownFrameworkSchema } from "./own-framework.ts";
import { controlFrameworkId } from "./provenance.ts";

/** An imported framework as it is kept; `version` is the SHA-256 of its content. */
export const keptFrameworkSchema = z.object({
  id: z.uuid(),
  version: z.string(),
  sourceName: z.string(),
  content: ownFrameworkSchema,
});
export type KeptFramework = z.infer<typeof keptFrameworkSchema>;

const category = "Own";

/** Same built-in catalogue and same imports, same version. */
export function extendCatalogue(builtIn: Catalogue, kept: readonly KeptFramework[]): Catalogue {
  if (kept.length === 0) return builtIn;
  const controls = builtIn.targets.find(({ id }) => id === controlFrameworkId);
  return {
    ...builtIn,
    version: [builtIn.version, ...kept.map(({ version }) => version)].join("+"),
    topics: [
      ...builtIn.topics,
      ...kept.flatMap(({ content }) => content.topics.map((topic) => ({ ...topic, category }))),
    ],
    frameworks: [
      ...builtIn.frameworks,
      ...kept.map((one) => buildFramework(one.content, one.sourceName, controls)),
    ],
  };
}

function buildFramework(
  { framework }: OwnFramework,
  sourceName: string,
  controls: Framework | undefined,
): Framework {
  return {
    ...framework,
    profile: {
      purpose: `The organization's own framework, imported from ${sourceName}.`,
      region: "Wherever the organization works",
      attestation: "Whatever the organization agreed on with those who ask for it",
      assessmentCycle: "Set by the organization itself",
    },
    requirements: framework.requirements.map((requirement) => ({
      ...requirement,
      links: [...listOwnLinks(framework, requirement), ...listControlLinks(requirement, controls)],
    })),
  };
}

/** Its points say what the publisher's own words say. */
function listOwnLinks(framework: OwnFramework["framework"], requirement: OwnRequirement): Link[] {
  const source = `${framework.publisher}, ${framework.title}, ${framework.edition}`;
  return requirement.links.map((link) => ({
    ...link,
    provenance: { kind: "published", source, via: [`${framework.id} ${requirement.id}`] },
  }));
}

/** A control of SP 800-53 takes over the built-in points that name it: evidence already held shows at once. */
function listControlLinks(
  requirement: OwnRequirement,
  controls: Framework | undefined,
): Requirement["links"] {
  const same = controls?.requirements.find(({ id }) => id === requirement.id);
  return (same?.links ?? []).map((link) => ({
    ...link,
    required: false,
    rationale: "This point names the same control of SP 800-53.",
  }));
}

// What the gaps graph may ask for.
import type { FoundGaps } from "../../src/domain/gap.ts";
import type { RenderedPrompt } from "../../src/domain/prompt.ts";
import type { OfferedDocument, WrittenGap } from "../../src/domain/written-gap.ts";
import type { GapsSubject } from "./state.ts";

/** What a model is told of an organization; its newest documents first, not all of them. */
export type OrganizationBrief = {
  name: string;
  frameworks: { id: string; title: string }[];
  /** Documents of each kind. */
  kinds: Record<string, number>;
  documents: OfferedDocument[];
};

/** What a model wrote, or why it wrote nothing, in words for people. */
export type Written = { gaps: WrittenGap[]; model: string } | { problem: string };

export type GapsTools = {
  /** With composed advice, the most valuable first. */
  findGaps(subject: GapsSubject): Promise<FoundGaps>;
  describeOrganization(subject: GapsSubject, frameworks: readonly string[]): Promise<OrganizationBrief>;
  /** Null when there is no model. */
  askModel: ((subject: GapsSubject, prompt: RenderedPrompt) => Promise<Written>) | null;
};

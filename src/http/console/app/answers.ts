// What the API answers, as the schemas of its routes promise it: nothing is written down twice.
import type { z } from "zod";
import type { assessmentSchema } from "../../assessments.ts";
import type { reportSchema } from "../../calibration.ts";
import type { claimAnswerSchema } from "../../claims.ts";
import type { coverageSchema } from "../../coverage.ts";
import type { decidedSchema } from "../../decisions.ts";
import type { documentCountsSchema, listedSchema } from "../../document-lists.ts";
import type { detailSchema } from "../../documents.ts";
import type { evidenceAnswerSchema } from "../../evidence-requests.ts";
import type { factAnswerSchema } from "../../facts.ts";
import type { gapSchema } from "../../gaps.ts";
import type { coverageHistorySchema, lifeSchema } from "../../histories.ts";
import type { memberSchema, pageSchema } from "../../pages.ts";
import type { reviewAnswerSchema, reviewDetailSchema } from "../../review-answers.ts";

type Sent<Schema extends z.ZodType> = z.output<Schema>;

export type ListedDocument = Sent<typeof listedSchema>;
export type DocumentDetail = Sent<typeof detailSchema>;
export type DocumentCounts = Sent<typeof documentCountsSchema>;
export type Claim = Sent<typeof claimAnswerSchema>;
export type ClaimLife = Sent<typeof lifeSchema>;
export type DocumentPage = Sent<typeof pageSchema>;
export type Member = Sent<typeof memberSchema>;
export type StatedFact = Sent<typeof factAnswerSchema>;
export type Assessment = Sent<typeof assessmentSchema>;
export type Review = Sent<typeof reviewAnswerSchema>;
export type ReviewDetail = Sent<typeof reviewDetailSchema>;
export type Decided = Sent<typeof decidedSchema>;
export type Coverage = Sent<typeof coverageSchema>;
export type CoverageHistory = Sent<typeof coverageHistorySchema>;
export type Gap = Sent<typeof gapSchema>;
export type Calibration = Sent<typeof reportSchema>;
export type EvidenceRequest = Sent<typeof evidenceAnswerSchema>;

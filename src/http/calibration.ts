// Calibration over HTTP: how far probabilities can be believed, and what an organization demands of them.
import { z } from "@hono/zod-openapi";
import { calibrationReasonSchema, calibrationStateSchema } from "../domain/calibration.ts";
import { sampleShareSchema, targetSchema } from "../domain/calibration-setting.ts";
import { refitSchema } from "../domain/refit.ts";
import { reliabilitySchema } from "../domain/reliability.ts";
import { type CalibrationReport, decideCalibration, reportCalibration } from "../flows/report-calibration.ts";
import { writeOnce } from "./idempotency.ts";
import { defineRoute } from "./route.ts";

const tag = "calibration";
const count = z.number().int();

const reliabilityAnswerSchema = z.object(reliabilitySchema.shape).openapi("Reliability");

const sourceSchema = z
  .object({
    source: z.string().openapi({ description: "Analyser, its version, model and version of its prompt" }),
    state: calibrationStateSchema,
    threshold: z.number().openapi({ description: "Claims below it go to people; 1: all of them" }),
    target: z.number().nullable(),
    accepted: count.openapi({ description: "Randomly drawn and decided claims at or above the threshold" }),
    errors: count,
    since: z.iso.datetime().nullable(),
    scorer: z.string(),
    bound: z
      .number()
      .nullable()
      .openapi({ description: "At most this share is wrong, with 95 % confidence" }),
    why: z.string().nullable(),
    lessons: z.object({ right: count, wrong: count }),
    sample: z.object({
      right: count,
      wrong: count,
      waiting: count,
      waitingSince: z.iso.datetime().nullable(),
      heldUp: count.openapi({ description: "Decided, and counted once the one that waits longest is" }),
    }),
    progress: z.object({
      threshold: z.number(),
      accepted: count,
      errors: count,
      needed: count.openapi({ description: "So many more right labels would prove the target" }),
    }),
    reliability: z.object({ inForce: reliabilityAnswerSchema, builtIn: reliabilityAnswerSchema }),
    refit: refitSchema.nullable(),
  })
  .openapi("CalibratedSource");

export const reportSchema = z
  .object({
    state: calibrationStateSchema,
    target: z.number(),
    sampleShare: z.number(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    sources: z.array(sourceSchema),
    history: z.array(
      z.object({
        source: z.string(),
        since: z.iso.datetime(),
        state: calibrationStateSchema,
        reason: calibrationReasonSchema,
        why: z.string(),
        threshold: z.number(),
        target: z.number(),
        scorer: z.string().nullable(),
        accepted: count,
        errors: count,
        bound: z.number().nullable(),
      }),
    ),
  })
  .openapi("Calibration");

function describeReport({ state, setting, sources, history }: CalibrationReport) {
  return {
    state,
    target: setting.target,
    sampleShare: setting.sampleShare,
    decidedBy: setting.principalName,
    decidedAt: setting.decidedAt,
    sources,
    history: history.map(({ source, since, reason, why, scorer, ...one }) => ({
      source,
      since,
      state: one.state,
      reason,
      why,
      threshold: one.threshold,
      target: one.target,
      scorer: scorer?.version ?? null,
      accepted: one.accepted,
      errors: one.errors,
      bound: one.bound,
    })),
  };
}

const getCalibration = defineRoute({
  method: "get",
  path: "/v1/calibration",
  summary:
    "How far probabilities can be believed: thresholds and what proves them, Brier, ECE, log loss and reliability with counts.",
  tag,
  roles: ["client", "uploader", "reviewer", "validator"],
  answer: { status: 200, description: "The calibration now, and how it came to be", schema: reportSchema },
  faults: [],
  handle: async ({ product, principal }) => ({
    status: 200,
    body: describeReport(await reportCalibration(product, principal.organizationId)),
  }),
});

const putTarget = defineRoute({
  method: "put",
  path: "/v1/calibration/target",
  summary:
    "Decide how much of what goes unseen may be wrong, and how much of it people check anyway. Only persons decide.",
  tag,
  roles: ["validator"],
  body: z.strictObject({ target: targetSchema, sampleShare: sampleShareSchema.optional() }),
  answer: { status: 200, description: "The calibration by this target", schema: reportSchema },
  faults: ["invalid_input", "forbidden", "mismatched_replay", "conflict"],
  handle: ({ product, principal, body, request }) =>
    writeOnce(product, principal, request, body, async () => ({
      status: 200,
      body: describeReport(await decideCalibration(product, principal, body)),
    })),
});

export const calibrationRoutes = [getCalibration, putTarget];

// The judge that is a language model: one question a section, with the points that may be in it; each is answered alone.
import type { Point } from "../../src/domain/catalogue.ts";
import type { Judge, SectionTrace } from "../../src/domain/judgement.ts";
import { judgeReplySchema, localJudge } from "../../src/domain/judgement.ts";
import type { Prompt } from "../../src/domain/prompt.ts";
import type { Reading } from "../../src/domain/reading.ts";
import type { Section } from "../../src/domain/section.ts";
import { renderPrompt } from "../prompt.ts";
import { capStance, findNature } from "./judge-locally.ts";
import type { AssessSubject, Candidate, Verdict } from "./state.ts";
import type { AssessTools, Subject } from "./tools.ts";

/** Points in one question: more, and judges skip some. */
const pointsPerQuestion = 25;
const quotesPerPoint = 3;
const picturesPerQuestion = 2;

export type SectionJudgement = { verdicts: Verdict[]; trace: SectionTrace };

/** @param candidates of the section's passages. Null when the model gave no usable answer, with the reason in `trace`. */
export async function judgeSection(
  subject: AssessSubject,
  section: Section,
  candidates: readonly Candidate[],
  around: { document: Subject; reading: Reading; points: ReadonlyMap<string, Point>; prompt: Prompt },
  tools: Pick<AssessTools, "showPage"> & { tryChat: NonNullable<AssessTools["tryChat"]> },
): Promise<SectionJudgement> {
  const { document, reading, points, prompt } = around;
  const asked = listAsked(candidates);
  const images = await listPictures(subject, section, reading, tools.showPage);
  const { sha256: _, ...question } = renderPrompt(prompt, {
    kind: document.kind,
    document: [document.title ?? document.fileName, ...section.headingPath].join("\n"),
    section: reading.text.slice(section.start, section.end),
    picture: images.length > 0 ? "A picture of the page comes along." : "No picture comes along.",
    points: [...asked.keys()].flatMap((id) => describe(points.get(id))).join("\n"),
  });
  const { organizationId, documentId } = subject;
  const outcome = await tools.tryChat({
    prompt: question,
    schema: judgeReplySchema,
    ...(images.length > 0 && { images }),
    subject: { organizationId, documentId },
  });
  const empty = buildTrace(section, asked.size);
  if (!("reply" in outcome)) return { verdicts: [], trace: { ...empty, fallback: outcome.reason } };
  const { reply } = outcome;
  const by: Judge = {
    analyser: "chat",
    model: reply.model,
    promptVersion: `${prompt.name}@${prompt.version}`,
    questionSha256: reply.questionSha256,
  };
  const answers = new Map(
    reply.value.verdicts.filter(({ pointId }) => asked.has(pointId)).map((one) => [one.pointId, one]),
  );
  const verdicts = [...answers.values()].flatMap(({ pointId, stance, nature, quotes }): Verdict[] => {
    const candidate = asked.get(pointId);
    const point = points.get(pointId);
    if (stance === "says_nothing" || !candidate || !point) return [];
    const proven = findNature(document.kind, nature);
    return quotes.slice(0, quotesPerPoint).map((words) => ({
      ...candidate,
      stance: capStance(stance, proven, point.nature),
      nature: proven,
      words,
      guards: [],
      within: { start: section.start, end: section.end },
      by,
    }));
  });
  const shown = new Set(verdicts.map(({ pointId }) => pointId)).size;
  return {
    verdicts,
    trace: {
      ...empty,
      by,
      shown,
      saysNothing: answers.size - shown,
      unknown: reply.value.verdicts.filter(({ pointId }) => !asked.has(pointId)).length,
      unanswered: asked.size - answers.size,
      ...reply.usage,
      isCached: reply.isCached,
    },
  };
}

/** Pictures of the section's pages that were read by OCR, so many at most; none for a model that cannot see. */
async function listPictures(
  subject: AssessSubject,
  { passages }: Section,
  { pages }: Reading,
  showPage: AssessTools["showPage"],
): Promise<string[]> {
  const recognized = new Set(
    pages.filter(({ words }) => words.some(({ confidence }) => confidence < 1)).map(({ number }) => number),
  );
  const numbers = [...new Set(passages.map(({ pageNumber }) => pageNumber))].filter((one) =>
    recognized.has(one),
  );
  const shown = await Promise.all(
    numbers.slice(0, picturesPerQuestion).map((pageNumber) => showPage(subject, pageNumber)),
  );
  return shown.filter((picture) => picture !== null);
}

/** The best candidate of each point, the best points first. */
function listAsked(candidates: readonly Candidate[]): Map<string, Candidate> {
  const asked = new Map<string, Candidate>();
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (asked.size >= pointsPerQuestion) break;
    if (!asked.has(candidate.pointId)) asked.set(candidate.pointId, candidate);
  }
  return asked;
}

function describe(point: Point | undefined): string[] {
  if (!point) return [];
  return [`${point.id} (${point.nature}): ${point.statement} Does not prove it: ${point.doesNotProve}`];
}

function buildTrace({ headingPath, start, end }: Section, asked: number): SectionTrace {
  return {
    headings: headingPath,
    start,
    end,
    by: localJudge,
    asked,
    saysNothing: 0,
    shown: 0,
    unknown: 0,
    unanswered: 0,
    promptTokens: 0,
    completionTokens: 0,
    isCached: false,
    fallback: null,
  };
}

// Step 4: a sceptic with the opposite task and fresh eyes argues that the quotes do not show their points.
import type { Point } from "../../../src/domain/catalogue.ts";
import { challengeReplySchema, type Objection } from "../../../src/domain/judgement.ts";
import type { Prompt } from "../../../src/domain/prompt.ts";
import { findVerbatim } from "../../../src/domain/quote.ts";
import { renderPrompt } from "../../prompt.ts";
import type { AssessState, Challenged, Finding } from "../state.ts";
import type { AssessTools } from "../tools.ts";

/** Claims in one question. */
const claimsPerQuestion = 25;

type Around = Awaited<ReturnType<typeof look>> & { prompt: Prompt };

export function buildChallengeClaims(tools: AssessTools, prompt: Prompt) {
  return async function challengeClaims(state: AssessState): Promise<Pick<AssessState, "challenged">> {
    const { kept } = state.findings;
    const { tryChat } = tools;
    const doubtful = kept.filter((finding) => finding.stance === "supports");
    if (!tryChat || doubtful.length === 0)
      return { challenged: kept.map((finding) => ({ ...finding, objection: null })) };
    const around = { ...(await look(tools, state)), prompt };
    const questions = groupBySection(doubtful);
    const answers = await Promise.all(
      questions.map((findings) => challenge(state, findings, around, tryChat)),
    );
    const objections = new Map(answers.flatMap((one) => [...one]));
    return {
      challenged: kept.map(
        (finding): Challenged => ({ ...finding, objection: objections.get(finding.pointId) ?? null }),
      ),
    };
  };
}

async function look(tools: AssessTools, state: AssessState) {
  const passages = await tools.listPassages(state);
  return {
    document: await tools.getDocument(state),
    reading: await tools.getReading(state),
    points: (await tools.getAnalyser(state)).points,
    headings: new Map(passages.map(({ id, headingPath }) => [id, headingPath])),
  };
}

/** Findings whose words were looked for in the same stretch of the source, so many at a time. */
function groupBySection(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.within.start}-${finding.within.end}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / claimsPerQuestion) }, (_, index) =>
      group.slice(index * claimsPerQuestion, (index + 1) * claimsPerQuestion),
    ),
  );
}

/** What the sceptic says of each point; a sceptic who does not answer has not been convinced. */
async function challenge(
  { organizationId, documentId }: AssessState,
  findings: readonly Finding[],
  { document, reading, points, headings, prompt }: Around,
  tryChat: NonNullable<AssessTools["tryChat"]>,
): Promise<Map<string, Objection>> {
  const [first] = findings;
  if (!first) return new Map();
  const { within, quotes } = first;
  const { sha256: _, ...question } = renderPrompt(prompt, {
    kind: document.kind,
    document: [document.title ?? document.fileName, ...(headings.get(quotes[0]?.passageId ?? "") ?? [])].join(
      "\n",
    ),
    section: reading.text.slice(within.start, within.end),
    claims: findings.map((finding) => describe(finding, points.get(finding.pointId))).join("\n"),
    quotes: findings.map(writeQuotes).join("\n\n"),
  });
  const outcome = await tryChat({
    prompt: question,
    schema: challengeReplySchema,
    subject: { organizationId, documentId },
  });
  const objections = "reply" in outcome ? outcome.reply.value.objections : [];
  const said = new Map(objections.map((one) => [one.claimId, one]));
  return new Map(
    findings.map(({ pointId }): [string, Objection] => {
      const answer = said.get(pointId);
      if (!answer) return [pointId, unconvinced];
      const { objection, because, words } = answer;
      const isThere = words !== null && findVerbatim(reading.text, words, within) !== null;
      return [pointId, { objection, because, words: isThere ? words : null }];
    }),
  );
}

const unconvinced: Objection = {
  objection: "not_shown",
  because: "The sceptic gave no answer about this claim.",
  words: null,
};

function describe({ pointId, stance, nature }: Finding, point: Point | undefined): string {
  return `${pointId} (${stance}, ${nature}): ${point?.statement ?? ""}`;
}

function writeQuotes({ pointId, quotes }: Finding): string {
  return [pointId, ...quotes.map(({ text }) => `  "${text}"`)].join("\n");
}

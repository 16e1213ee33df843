// Step 2: a model writes advice for this organization, a few gaps at a time; documents have short names in the question.
import type { Gap } from "../../../src/domain/gap.ts";
import type { Prompt } from "../../../src/domain/prompt.ts";
import {
  adviceLimits,
  listGapKinds,
  type OfferedDocument,
  type WrittenBatch,
  type WrittenGap,
} from "../../../src/domain/written-gap.ts";
import { renderPrompt } from "../../prompt.ts";
import type { GapsState } from "../state.ts";
import type { GapsTools, OrganizationBrief } from "../tools.ts";

const textLimit = 120;
/** Documents that are not near any of the gaps: the model may know from their names where to look. */
const mostOthers = 20;

export function buildWriteAdvice(
  tools: GapsTools,
  settings: { prompt: Prompt; gapsPerQuestion: number; mostWritten: number },
) {
  return async function writeAdvice(state: GapsState): Promise<Pick<GapsState, "batches">> {
    const gaps = state.found.gaps.slice(0, settings.mostWritten);
    if (!state.question.isWritten || tools.askModel === null || gaps.length === 0) return { batches: [] };
    const brief = await tools.describeOrganization(state, state.found.frameworks);
    const groups = cutGroups(gaps, settings.gapsPerQuestion);
    const asking = groups.map((group) => writeGroup(tools, state, settings.prompt, brief, group));
    return { batches: await Promise.all(asking) };
  };
}

function cutGroups(gaps: readonly Gap[], size: number): Gap[][] {
  const groups: Gap[][] = [];
  for (let from = 0; from < gaps.length; from += size) groups.push(gaps.slice(from, from + size));
  return groups;
}

async function writeGroup(
  tools: GapsTools,
  state: GapsState,
  prompt: Prompt,
  brief: OrganizationBrief,
  gaps: readonly Gap[],
): Promise<WrittenBatch> {
  const documents = listOffered(gaps, brief.documents);
  const names = new Map(documents.map(({ documentId }, index) => [documentId, `d${index + 1}`]));
  const batch = {
    pointIds: gaps.map(({ pointId }) => pointId),
    offered: documents.map(({ documentId, fileName, owner }) => ({
      documentId,
      fileName: cut(fileName),
      owner: owner && cut(owner),
    })),
    promptVersion: prompt.version,
  };
  const rendered = renderPrompt(prompt, {
    frameworks: brief.frameworks.map(({ id, title }) => `${id}: ${cut(title)}`).join("\n"),
    gaps: gaps.map((gap) => describeGap(gap, names)).join("\n"),
    organization: JSON.stringify({ name: cut(brief.name), documentsOfEachKind: brief.kinds }),
    documents: documents.map((document) => describeDocument(document, names)).join("\n") || "none",
  });
  const reply = await tools.askModel?.(state, rendered);
  if (!reply || "problem" in reply)
    return { ...batch, written: [], model: null, problem: reply?.problem ?? "there is no model." };
  const byName = new Map(documents.map((document) => [names.get(document.documentId) ?? "", document]));
  const written = reply.gaps.slice(0, gaps.length * 2).map((one) => bound(one, byName));
  return { ...batch, written, model: reply.model, problem: null };
}

/** Documents near the gaps first, then others of the organization. */
function listOffered(gaps: readonly Gap[], others: readonly OfferedDocument[]): OfferedDocument[] {
  const near = new Map<string, OfferedDocument>();
  for (const document of gaps.flatMap(({ documents }) => documents)) near.set(document.documentId, document);
  const rest = others.filter(({ documentId }) => !near.has(documentId));
  return [...near.values(), ...rest.slice(0, mostOthers)];
}

function describeGap(gap: Gap, names: ReadonlyMap<string, string>): string {
  const { pointId, nature, statement, grade, effort, typicalEvidence } = gap;
  const kinds = Object.fromEntries(listGapKinds(gap).map((kind) => [kind, typicalEvidence[kind] ?? ""]));
  const near = gap.documents.map(({ documentId, shortfalls }) => ({
    document: names.get(documentId),
    shortfalls,
  }));
  return JSON.stringify({ id: pointId, nature, statement, grade, effort, kinds, near });
}

function describeDocument(
  { documentId, fileName, title, kind, owner }: OfferedDocument,
  names: ReadonlyMap<string, string>,
): string {
  return JSON.stringify({
    id: names.get(documentId),
    fileName: cut(fileName),
    title: title && cut(title),
    kind,
    owner: owner && cut(owner),
  });
}

function cut(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, textLimit);
}

/**
 * Documents under their own ids again, and in the words under the names of their files; an invented name stays as it is.
 * No text is much longer than what can be taken.
 */
function bound(one: WrittenGap, byName: ReadonlyMap<string, OfferedDocument>): WrittenGap {
  const [[, mostAdvice], [, mostExample]] = [adviceLimits.advice, adviceLimits.example];
  const nameFiles = (text: string) =>
    text.replace(/\bd\d+\b/g, (name) => {
      const document = byName.get(name);
      return document ? `“${cut(document.fileName)}”` : name;
    });
  return {
    pointId: one.pointId.slice(0, textLimit),
    kind: one.kind.slice(0, textLimit),
    advice: nameFiles(one.advice.slice(0, mostAdvice * 2)),
    example: one.example.slice(0, mostExample * 2),
    owner: one.owner === null ? null : one.owner.slice(0, textLimit * 2),
    documentIds: one.documentIds
      .slice(0, textLimit)
      .map((name) => byName.get(name)?.documentId ?? name.slice(0, textLimit)),
  };
}

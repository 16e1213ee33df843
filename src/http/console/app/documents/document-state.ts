// How far a document is, in one word and in a sentence.

import type { Kind, Stage } from "../../../../domain/document.ts";
import type { DocumentState } from "../../../../domain/document-question.ts";
import type { DocumentDetail, ListedDocument } from "../answers.ts";
import { writeCount, writeDay } from "../dates.ts";
import { kindWords, stageWords } from "../words.ts";

type Anyone = Pick<
  ListedDocument | DocumentDetail,
  "stage" | "waitingReason" | "progressDone" | "progressTotal" | "progress"
>;

export function findState({ stage, waitingReason }: Pick<Anyone, "stage" | "waitingReason">): DocumentState {
  if (stage === "done" || stage === "failed") return stage;
  return waitingReason === null ? "working" : "waiting";
}

export function isMoving(document: Pick<Anyone, "stage" | "waitingReason">): boolean {
  const state = findState(document);
  return state === "working" || state === "waiting";
}

export const stateWords: Record<DocumentState, string> = {
  working: "In work",
  waiting: "Waiting",
  failed: "Failed",
  done: "Done",
};

const workStages: readonly Stage[] = [
  "received",
  "reading",
  "splitting",
  "embedding",
  "describing",
  "assessing",
];

/** Steps done and in all, with the share of the step that goes on. */
export function measureSteps({ stage, progressDone, progressTotal }: Anyone): {
  done: number;
  total: number;
} {
  const total = workStages.length;
  if (stage === "done") return { done: total, total };
  const at = workStages.indexOf(stage);
  return { done: Math.max(0, at) + (progressTotal > 0 ? progressDone / progressTotal : 0), total };
}

/** "Reading: 12 of 40 pages". */
export function tellStage({ stage, progressDone, progressTotal, progress }: Anyone): string {
  const words = stageWords[stage];
  if (progress.unit === null || progressTotal === 0) return words;
  return `${words}: ${progressDone} of ${writeCount(progressTotal, progress.unit.slice(0, -1), progress.unit)}`;
}

type Dated = Pick<ListedDocument, "validity" | "kind" | "supersededAt">;

export type Standing = { words: string; tone: "plain" | "warn" | "bad" };

/** Whether its evidence counts today, and until when. */
export function tellValidity({ validity, supersededAt }: Dated, today = new Date()): Standing {
  const day = today.toISOString().slice(0, 10);
  if (supersededAt !== null) return { words: "Replaced by a newer version", tone: "warn" };
  if (validity.to !== null && validity.to < day)
    return { words: `Stale since ${writeDay(validity.to)}`, tone: "bad" };
  if (validity.from !== null && validity.from > day)
    return { words: `Not valid before ${writeDay(validity.from)}`, tone: "warn" };
  if (validity.to === null) return { words: "No end known", tone: "plain" };
  const days = (Date.parse(validity.to) - Date.parse(day)) / 86_400_000;
  return { words: `Valid until ${writeDay(validity.to)}`, tone: days <= 30 ? "warn" : "plain" };
}

export function tellKind(kind: Kind | null): string {
  return kind === null ? "Not known" : kindWords[kind];
}

export function tellName({ title, fileName }: { title: string | null; fileName: string }): string {
  return title ?? fileName;
}

// How far and how fast the processing of a document is.
import type { Document } from "./document.ts";

export type Progress = {
  unit: "pages" | "passages" | null;
  perSecond: number | null;
  /** Bytes of the file that are not read yet, by the share of its pages. */
  bytesLeft: number;
};

type Subject = Pick<
  Document,
  "stage" | "stageStartedAt" | "updatedAt" | "progressDone" | "progressTotal" | "sizeBytes"
>;

export function measureProgress(subject: Subject): Progress {
  const { stage, stageStartedAt, updatedAt, progressDone, progressTotal, sizeBytes } = subject;
  const unit = stage === "reading" ? "pages" : stage === "embedding" ? "passages" : null;
  const seconds = stageStartedAt ? (updatedAt.getTime() - stageStartedAt.getTime()) / 1000 : 0;
  const isUnread = stage === "received" || stage === "reading";
  const share = isUnread && progressTotal > 0 ? 1 - progressDone / progressTotal : 1;
  return {
    unit,
    perSecond:
      unit && seconds > 0 && progressDone > 0 ? Math.round((progressDone / seconds) * 10) / 10 : null,
    bytesLeft: isUnread ? Math.round(sizeBytes * share) : 0,
  };
}

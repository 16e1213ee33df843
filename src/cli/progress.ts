// Progress of documents on their way, one bar a stage.
import type { Document } from "../domain/document.ts";
import type { Terminal } from "./terminal.ts";

export type Bar = { name: string; done: number; total: number; unit: string };

const barWidth = 28;
/** Where nothing can be drawn over, a line at most this often. */
const lineIntervalMs = 5_000;

/** Draws bars over each other on a screen; elsewhere writes a line now and then, and the last state. */
export function buildProgress(terminal: Pick<Terminal, "tell" | "isScreen">, clock: () => number = Date.now) {
  let drawnLines = 0;
  let last = "";
  let lastLineAt = Number.NEGATIVE_INFINITY;
  return {
    show: (bars: readonly Bar[], isLast = false): void => {
      if (terminal.isScreen) {
        const lines = bars.map(writeBar);
        terminal.tell(
          `${drawnLines > 0 ? `\u001B[${drawnLines}A` : ""}${lines.map((line) => `\u001B[2K${line}\n`).join("")}`,
        );
        drawnLines = lines.length;
        return;
      }
      const line = bars.map((bar) => `${bar.name} ${bar.done}/${bar.total}`).join(", ");
      const isDue = clock() - lastLineAt >= lineIntervalMs;
      if (line === last || !(isDue || isLast)) return;
      terminal.tell(`${line}\n`);
      last = line;
      lastLineAt = clock();
    },
  };
}

function writeBar({ name, done, total, unit }: Bar): string {
  const share = total === 0 ? 0 : done / total;
  const filled = Math.round(share * barWidth);
  return `  ${name.padEnd(10)} ${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${String(done).padStart(4)} / ${total} ${unit}`;
}

const order = ["received", "reading", "splitting", "embedding", "describing", "assessing", "done"];

/** How far documents are: read, embedded (in passages) and assessed. Failed ones have nothing left to do. */
export function measureBars(documents: readonly Document[]): Bar[] {
  const isPast = ({ stage }: Document, wanted: string) =>
    stage === "failed" || order.indexOf(stage) > order.indexOf(wanted);
  const total = documents.length;
  const count = (stage: string) => documents.filter((document) => isPast(document, stage)).length;
  const embedded = documents.reduce((sum, document) => {
    if (isPast(document, "embedding")) return sum + document.passageCount;
    return sum + (document.stage === "embedding" ? document.progressDone : 0);
  }, 0);
  const passages = documents.reduce((sum, document) => sum + document.passageCount, 0);
  return [
    { name: "Read", done: count("reading"), total, unit: "documents" },
    { name: "Embed", done: embedded, total: passages, unit: "passages" },
    { name: "Describe", done: count("describing"), total, unit: "documents" },
    { name: "Assess", done: count("assessing"), total, unit: "documents" },
  ];
}

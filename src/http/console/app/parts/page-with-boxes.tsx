// The picture of a page with the quote's words marked on it, as one reads it: the marks are brought into view.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Box } from "../../../../domain/reading.ts";
import { Button } from "./button.tsx";

type PageWithBoxesProps = {
  /** Address of the picture. */
  src: string;
  /** Size of the page in the units of the boxes. */
  width: number;
  height: number;
  boxes: readonly Box[];
  /** Marked faintly beside them. */
  others?: readonly Box[];
  /** What it is a picture of, and what is marked, for who does not see it. */
  label: string;
};

export function PageWithBoxes({ src, width, height, boxes, others = [], label }: PageWithBoxesProps) {
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const [isLarge, setIsLarge] = useState(false);
  const [turn, setTurn] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const marked = boxes.map((box) => box.join(" ")).join(",");
  useEffect(() => {
    const first = frame.current?.querySelector("rect.marked");
    if (state !== "there" || !first || !frame.current) return;
    const there = first.getBoundingClientRect();
    const around = frame.current.getBoundingClientRect();
    frame.current.scrollTop += there.top - around.top - around.height / 3;
    frame.current.scrollLeft += there.left - around.left - around.width / 4;
  }, [state, marked, src, isLarge]);
  useEffect(() => setState("loading"), [src]);
  return (
    <figure class={`page-picture${state === "there" ? " there" : ""}${isLarge ? " large" : ""}`}>
      <div class="page-picture-tools">
        <Button isSmall onClick={() => setIsLarge(!isLarge)}>
          {isLarge ? "Fit to width" : "Actual size"}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section class="page-picture-frame" ref={frame} tabIndex={0} aria-label={label}>
        <div
          class="page-picture-sheet"
          style={{ aspectRatio: `${width} / ${height}`, "--page-width": `${width}px` }}
        >
          <img
            key={turn}
            src={turn === 0 ? src : `${src}?again=${turn}`}
            alt={label}
            width={Math.round(width)}
            height={Math.round(height)}
            onLoad={() => setState("there")}
            onError={() => setState("failed")}
          />
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <Marks boxes={others} kind="other" />
            <Marks boxes={boxes} kind="marked" />
          </svg>
          {state === "loading" ? (
            <p class="page-picture-state" role="status">
              Drawing the page…
            </p>
          ) : null}
        </div>
        {state === "failed" ? (
          <p class="page-picture-state" role="alert">
            The picture of this page cannot be shown.{" "}
            <Button
              isSmall
              onClick={() => {
                setState("loading");
                setTurn(turn + 1);
              }}
            >
              Try again
            </Button>
          </p>
        ) : null}
      </section>
    </figure>
  );
}

function Marks({ boxes, kind }: { boxes: readonly Box[]; kind: "marked" | "other" }) {
  return (
    <>
      {joinLines(boxes).map(([x, y, w, h]) => (
        <rect key={`${x} ${y} ${w}`} class={kind} x={x - 2} y={y - 2} width={w + 4} height={h + 4} rx="2" />
      ))}
    </>
  );
}

/** Words that stand beside each other on a line get one mark. */
function joinLines(boxes: readonly Box[]): Box[] {
  const lines: Box[] = [];
  for (const [x, y, width, height] of boxes) {
    const line = lines.at(-1);
    const isSameLine =
      line !== undefined &&
      Math.abs(line[1] - y) < height * 0.6 &&
      x > line[0] &&
      x - (line[0] + line[2]) < height * 2;
    if (!line || !isSameLine) lines.push([x, y, width, height]);
    else {
      const top = Math.min(line[1], y);
      const bottom = Math.max(line[1] + line[3], y + height);
      lines[lines.length - 1] = [line[0], top, x + width - line[0], bottom - top];
    }
  }
  return lines;
}

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

export function PageWithBoxes(props: PageWithBoxesProps) {
  const [isLarge, setIsLarge] = useState(false);
  const [turn, setTurn] = useState(0);
  return (
    <figure class={isLarge ? "page-picture large" : "page-picture"}>
      <div class="page-picture-tools">
        <Button isSmall onClick={() => setIsLarge(!isLarge)}>
          {isLarge ? "Fit to width" : "Actual size"}
        </Button>
      </div>
      <Frame
        key={`${props.src} ${turn}`}
        {...props}
        src={turn === 0 ? props.src : `${props.src}?again=${turn}`}
        isLarge={isLarge}
        onRetry={() => setTurn(turn + 1)}
      />
    </figure>
  );
}

type FrameProps = PageWithBoxesProps & { isLarge: boolean; onRetry: () => void };

/** Of one picture: another one gets a frame of its own, so that it cannot be taken for loaded. */
function Frame({ src, width, height, boxes, others = [], label, isLarge, onRetry }: FrameProps) {
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const frame = useRef<HTMLDivElement>(null);
  const marked = boxes.map((box) => box.join(" ")).join(",");
  useEffect(() => {
    if (state === "there" && frame.current) showFirstMark(frame.current);
  }, [state, marked, isLarge]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="page-picture-frame" ref={frame} tabIndex={0} aria-label={label}>
      <div
        class={`page-picture-sheet ${state === "there" ? "there" : ""}`}
        style={{ aspectRatio: `${width} / ${height}`, "--page-width": `${width}px` }}
      >
        <img
          src={src}
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
        {state === "failed" ? (
          <p class="page-picture-state" role="alert">
            The picture of this page cannot be shown.{" "}
            <Button isSmall onClick={onRetry}>
              Try again
            </Button>
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** Brings the first mark into view, where one reads. */
function showFirstMark(frame: HTMLElement): void {
  const first = frame.querySelector("rect.marked");
  if (!first) return;
  const there = first.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  frame.scrollTop += there.top - around.top - around.height / 3;
  frame.scrollLeft += there.left - around.left - around.width / 4;
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

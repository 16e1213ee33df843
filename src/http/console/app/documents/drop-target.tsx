// Files can be dropped anywhere on the page; the button that picks them does the same for everybody else.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";

/** Covers the page while files are dragged over it. */
export function DropTarget({ words, onFiles }: { words: string; onFiles: (files: File[]) => void }) {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    // Entering a child is told before leaving its parent.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth += 1;
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setIsOver(false);
    };
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    const leaving = new AbortController();
    const { signal } = leaving;
    window.addEventListener("dragenter", enter, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => leaving.abort();
  }, []);
  return isOver ? (
    <div class="drop-target" aria-hidden="true">
      <p>{words}</p>
    </div>
  ) : null;
}

type PickProps = {
  label: string;
  onFiles: (files: File[]) => void;
  isMany?: boolean;
  tone?: "plain" | "main";
  keys?: string;
  isSmall?: boolean;
};

/** A button that opens the file dialog of the browser. `data-pick` lets a shortcut press it. */
export function FilePicker({
  label,
  onFiles,
  isMany = false,
  tone = "plain",
  keys,
  isSmall = false,
}: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span class="file-picker" data-pick={label}>
      <input
        ref={input}
        type="file"
        multiple={isMany}
        class="unseen"
        tabIndex={-1}
        aria-label={`${label}: files`}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <Button
        tone={tone}
        isSmall={isSmall}
        onClick={() => input.current?.click()}
        {...(keys ? { keys } : {})}
      >
        {label}
      </Button>
    </span>
  );
}

export function pressPicker(label: string): void {
  document.querySelector<HTMLElement>(`[data-pick="${label}"] button`)?.click();
}

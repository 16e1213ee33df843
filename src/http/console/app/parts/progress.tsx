// How far something is: a bar with its words, for what goes on, and a meter, for what stands still.
import { useId } from "preact/hooks";

type ProgressProps = {
  label: string;
  done: number;
  /** 0 or less: it is not known how much there is. */
  total: number;
  /** Beside the label, such as "12 of 40 pages". */
  note?: string;
};

export function Progress({ label, done, total, note }: ProgressProps) {
  const id = useId();
  const known = total > 0 ? { value: Math.min(done, total), max: total } : {};
  return (
    <div class="progress">
      <span id={id} class="progress-words">
        <span>{label}</span>
        {note ? <span class="dim">{note}</span> : null}
      </span>
      <progress {...known} aria-labelledby={id} />
    </div>
  );
}

type MeterProps = {
  label: string;
  /** 0 to 1. */
  share: number;
  /** What the share is in words, such as "0.62". */
  words: string;
  /** A line across it, such as a threshold. */
  mark?: { share: number; label: string };
};

export function Meter({ label, share, words, mark }: MeterProps) {
  const id = useId();
  const width = 100 * Math.max(0, Math.min(1, share));
  return (
    <div class="meter">
      <span id={id} class="progress-words">
        <span>{label}</span>
        <span>{words}</span>
      </span>
      <div class="meter-track" role="img" aria-label={`${label}: ${words}${mark ? `; ${mark.label}` : ""}`}>
        <div class="meter-fill" style={{ width: `${width}%` }} />
        {mark ? <div class="meter-mark" style={{ left: `${100 * mark.share}%` }} title={mark.label} /> : null}
      </div>
    </div>
  );
}

// Holding a review while it is looked at: taken on opening, kept while the page is seen, let go on leaving.
import { useEffect } from "preact/hooks";
import { ask } from "../api.ts";
import { type Doing, useDoing } from "../use-ask.ts";
import { letGo, noteVisit } from "./use-desk.ts";

const renewEveryMs = 4 * 60_000;

/** `problem` says who holds it, or why it cannot be held. */
export function useLease(id: string): Doing<[]> {
  const holding = useDoing(async () => {
    await ask(`/v1/reviews/${id}/claim`, { method: "POST" });
  });
  useEffect(() => {
    const hold = () => {
      if (document.visibilityState === "visible") holding.run();
    };
    noteVisit(id);
    hold();
    const timer = setInterval(hold, renewEveryMs);
    // A page that was out of sight for long has lost its lease.
    document.addEventListener("visibilitychange", hold);
    const leave = () => letGo(id);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", hold);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [id]);
  return holding;
}

// Tabs: arrow keys move between them, the panel follows.
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

export type Tab = { key: string; label: string; count?: number | null };

type TabsProps = {
  label: string;
  tabs: readonly Tab[];
  chosen: string;
  onChoose: (key: string) => void;
  /** The panel of the chosen tab. */
  children: ComponentChildren;
};

export function Tabs({ label, tabs, chosen, onChoose, children }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (key: string): void => {
    const at = tabs.findIndex((tab) => tab.key === chosen);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const to = steps[key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!next) return;
    onChoose(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} ref={list} class="tablist">
        {tabs.map(({ key, label: words, count }) => (
          <button
            key={key}
            type="button"
            role="tab"
            data-key={key}
            id={`${id}-${key}`}
            aria-selected={key === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={key === chosen ? 0 : -1}
            onClick={() => onChoose(key)}
            onKeyDown={(event) => move(event.key)}
          >
            {words}
            {count === undefined || count === null ? null : <span class="count">{count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} class="tabpanel">
        {children}
      </div>
    </div>
  );
}

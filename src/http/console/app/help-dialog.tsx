// The keys that work on this page.
import { groups } from "./keys.ts";
import { Keys } from "./parts/button.tsx";
import { Dialog } from "./parts/dialog.tsx";
import { useShared } from "./state.ts";

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const shown = useShared(groups).filter(({ shortcuts }) => shortcuts.length > 0);
  return (
    <Dialog title="Keys of this page" onClose={onClose}>
      {shown.toReversed().map(({ title, shortcuts }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl class="key-list">
            {shortcuts.map(({ keys, label }) => (
              <div key={keys}>
                <dt>
                  <Keys keys={keys} />
                  <span class="unseen">{keys}</span>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p class="dim">Keys do nothing while you type or while a dialog is open.</p>
    </Dialog>
  );
}

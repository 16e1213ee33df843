// The messages in the corner.
import { Button } from "./parts/button.tsx";
import { useShared } from "./state.ts";
import { dismissToast, type Toast, toasts, undoToast } from "./toasts.ts";

export function ToastList() {
  const shown = useShared(toasts);
  return (
    <section class="toasts" aria-label="Messages">
      <div aria-live="polite">
        {shown.map((toast) => (
          <ToastView key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastView({ toast }: { toast: Toast }) {
  return (
    <div class={`toast ${toast.tone}`}>
      <p>{toast.text}</p>
      {toast.undo ? (
        <Button isSmall keys="z" onClick={() => undoToast(toast)}>
          {toast.undo.label}
        </Button>
      ) : null}
      <Button isSmall tone="quiet" label="Dismiss" onClick={() => dismissToast(toast.id)}>
        ✕
      </Button>
      {toast.undo && toast.seconds !== null ? (
        <div class="toast-time" style={{ animationDuration: `${toast.seconds}s` }} />
      ) : null}
    </div>
  );
}

// A dialog over the page. The browser keeps the focus within it and gives it back afterwards.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { session } from "../session.ts";
import { useShared } from "../state.ts";
import { Button } from "./button.tsx";

type DialogProps = {
  title: string;
  children: ComponentChildren;
  /** Escape, the cross, or a click beside it. */
  onClose: () => void;
  /** Buttons at its foot. */
  foot?: ComponentChildren;
  isWide?: boolean;
  /** Ctrl and Enter, wherever the focus is within it. */
  onSend?: () => void;
};

/** Open as long as it is drawn. */
export function Dialog({ title, children, onClose, foot, isWide = false, onSend }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const isSignedIn = useShared(session) !== null;
  // Before the next key: what is typed at once goes into it, not to the page behind.
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // While nobody is signed in it makes way for the sign-in page, and keeps what was typed.
  useLayoutEffect(() => {
    if (!isSignedIn) return;
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, [isSignedIn]);
  return (
    <dialog
      ref={dialog}
      class={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !onSend) return;
        event.preventDefault();
        onSend();
      }}
      onClick={({ target }) => {
        if (target === dialog.current) onClose();
      }}
    >
      <div class="dialog-inside">
        <header>
          <h2 id={id}>{title}</h2>
          <Button tone="quiet" isSmall label="Close" onClick={onClose}>
            ✕
          </Button>
        </header>
        <div class="dialog-body">{children}</div>
        {foot ? <footer>{foot}</footer> : null}
      </div>
    </dialog>
  );
}

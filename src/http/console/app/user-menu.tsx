// Who is signed in, for whom, with which roles; light or dark; the way out.
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, forgetAnswers } from "./api.ts";
import { Button } from "./parts/button.tsx";
import { ProblemNote } from "./parts/empty-state.tsx";
import { leave, type Session } from "./session.ts";
import { chooseTheme, readTheme, type Theme } from "./theme-choice.ts";
import { useDoing } from "./use-ask.ts";
import { roleWords } from "./words.ts";

export function UserMenu({ who }: { who: Session }) {
  const [isOpen, setIsOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = ({ target }: Event): void => {
      if (target instanceof Node && !menu.current?.contains(target)) setIsOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("focusin", closeOutside);
    };
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what is open within, from wherever the focus is.
    <div
      class="user"
      ref={menu}
      onKeyDown={({ key }) => {
        if (key !== "Escape" || !isOpen) return;
        setIsOpen(false);
        opener.current?.focus();
      }}
    >
      <button
        type="button"
        ref={opener}
        class="user-opener"
        aria-expanded={isOpen}
        aria-controls="user-menu"
        onClick={() => setIsOpen(!isOpen)}
      >
        <span class="user-name">{who.principal.name}</span>
        <span class="user-organization">{who.organization.name}</span>
      </button>
      {isOpen ? <Menu who={who} /> : null}
    </div>
  );
}

function Menu({ who }: { who: Session }) {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const signOut = useDoing(async () => {
    await ask("/console/session", { method: "DELETE" });
    forgetAnswers();
    leave();
  });
  return (
    <div class="user-menu" id="user-menu">
      <p>
        <strong>{who.principal.name}</strong> of {who.organization.name}
        <br />
        <span class="dim">
          {who.principal.roles.map((role) => roleWords[role]).join(", ") || "no role"}, signed in{" "}
          {who.how === "key" ? "with a key" : "by your organization's sign-in"}
        </span>
      </p>
      <fieldset class="theme">
        <legend>Colours</legend>
        {themes.map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              name="theme"
              checked={theme === value}
              onChange={() => {
                chooseTheme(value);
                setTheme(value);
              }}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {signOut.problem ? <ProblemNote problem={signOut.problem} /> : null}
      <Button onClick={signOut.run} isBusy={signOut.isRunning}>
        Sign out
      </Button>
    </div>
  );
}

const themes: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

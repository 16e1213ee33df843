// The sign-in page. It stands at whatever address was asked for, so that signing in leads there.
import { useEffect, useState } from "preact/hooks";
import { ask, forgetAnswers } from "./api.ts";
import { Button } from "./parts/button.tsx";
import { ProblemNote } from "./parts/empty-state.tsx";
import { Field } from "./parts/field.tsx";
import type { Problem } from "./problem.ts";
import { lastSession, type Session, signedIn } from "./session.ts";
import { Mark } from "./shell.tsx";
import { useAsk, useDoing } from "./use-ask.ts";

type Offer = { key: true; oidc: { name: string; startPath: string } | null };

/** `hasEnded`: somebody was signed in on this page, and the session is over. */
export function SignIn({ hasEnded }: { hasEnded: boolean }) {
  const { answer: offer } = useAsk<Offer>("/console/sign-in");
  useEffect(() => {
    document.title = "Sign in · Evidence Gradient";
  }, []);
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <p class="sign-in-brand">
          <Mark /> Evidence Gradient
        </p>
        <h1>Sign in</h1>
        {hasEnded ? (
          <p class="note">Your session has ended. Sign in and you are where you were.</p>
        ) : (
          <p class="dim">See what your documents prove, and decide what counts.</p>
        )}
        {offer?.oidc ? <OidcButton oidc={offer.oidc} /> : null}
        <KeyForm isSecond={Boolean(offer?.oidc)} />
        <details>
          <summary>Where do I get a key?</summary>
          <p>Who runs the product makes it for you, once, on its machine:</p>
          <pre class="code">{keyCommand}</pre>
          <p>
            It begins with <code>eg_</code> and belongs to you alone: what is decided with it is decided in
            your name. Roles: <code>uploader</code>, <code>reviewer</code>, <code>validator</code>,{" "}
            <code>client</code> (reads), <code>admin</code>. Keys of programs cannot sign in.
          </p>
        </details>
      </div>
    </main>
  );
}

const keyCommand =
  "npx evidence-gradient keys create \\\n  --organization acme --name Ada \\\n  --role uploader reviewer";

function OidcButton({ oidc: { name, startPath } }: { oidc: { name: string; startPath: string } }) {
  return (
    <>
      <Button
        tone="main"
        onClick={() => {
          const here = location.pathname + location.search;
          location.assign(`${startPath}?returnTo=${encodeURIComponent(here)}`);
        }}
      >
        Sign in with {name}
      </Button>
      <p class="or">or with a key</p>
    </>
  );
}

function KeyForm({ isSecond }: { isSecond: boolean }) {
  const [key, setKey] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const enter = useDoing(async () => {
    const who = await ask<Session>("/console/session", {
      method: "POST",
      body: { key: key.trim() },
      isSigningIn: true,
    });
    if (who.principal.id !== lastSession.get()?.principal.id) forgetAnswers();
    signedIn(who);
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(key.trim() === "" ? "Paste your key here." : null);
        if (key.trim() !== "") enter.run();
      }}
    >
      <Field
        label="Your key"
        type="password"
        value={key}
        onInput={(value) => {
          setKey(value);
          setWrong(null);
          enter.clear();
        }}
        wrong={wrong}
        autoComplete="current-password"
        isRequired
      />
      {enter.problem ? <ProblemNote problem={sayPlainly(enter.problem)} /> : null}
      <Button type="submit" tone={isSecond ? "plain" : "main"} isBusy={enter.isRunning}>
        {enter.isRunning ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

/** The server's own words say what to do; its title is about the protocol. */
function sayPlainly(problem: Problem): Problem {
  const titles: Record<number, string> = {
    401: "This key does not work",
    403: "You cannot sign in with this",
    429: "Too many attempts",
  };
  return Object.assign(problem, { title: titles[problem.status] ?? problem.title });
}

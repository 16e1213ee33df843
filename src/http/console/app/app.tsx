// The console's program: who is signed in decides what is drawn.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { ask } from "./api.ts";
import { listenToKeys } from "./keys.ts";
import { Loading, ProblemNote } from "./parts/empty-state.tsx";
import { watchHistory } from "./router.ts";
import { lastSession, type Session, session, signedIn } from "./session.ts";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";
import { useShared } from "./state.ts";
import { useDoing } from "./use-ask.ts";

function App() {
  const who = useShared(session);
  const behind = useShared(lastSession);
  const look = useDoing(async () => {
    const found = await ask<Session>("/console/session", { isSigningIn: true }).catch(readNobody);
    if (found) signedIn(found);
    else session.set(null);
  });
  useEffect(() => look.run(), []);
  if (who === undefined) {
    return look.problem ? (
      <ProblemNote problem={look.problem} onRetry={look.run} />
    ) : (
      <Loading what="the console" />
    );
  }
  const shown = who ?? behind;
  return (
    <>
      {who ? null : <SignIn hasEnded={behind !== null} />}
      {shown ? (
        <div hidden={who === null}>
          <Shell key={shown.principal.id} who={shown} />
        </div>
      ) : null}
    </>
  );
}

function readNobody(thrown: unknown): null {
  const isNobody =
    typeof thrown === "object" && thrown !== null && "status" in thrown && thrown.status === 401;
  if (isNobody) return null;
  throw thrown;
}

const root = document.getElementById("app");
if (root) {
  watchHistory();
  listenToKeys();
  root.replaceChildren();
  render(<App />, root);
}

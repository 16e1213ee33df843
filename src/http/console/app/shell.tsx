// What is around every page: navigation, who is signed in, what is read out, and where the focus goes.
import { useEffect, useRef, useState } from "preact/hooks";
import { HelpDialog } from "./help-dialog.tsx";
import { useKeys } from "./keys.ts";
import { pages } from "./pages.ts";
import { Button, Link } from "./parts/button.tsx";
import { EmptyState } from "./parts/empty-state.tsx";
import { ErrorBoundary } from "./parts/error-boundary.tsx";
import { PageHeader } from "./parts/page-header.tsx";
import { findPage, navigate, type Page, usePlace } from "./router.ts";
import type { Session } from "./session.ts";
import { useShared } from "./state.ts";
import { ToastList } from "./toast-list.tsx";
import { announce, announcement, undoNewest } from "./toasts.ts";
import { UserMenu } from "./user-menu.tsx";

export function Shell({ who }: { who: Session }) {
  const place = usePlace();
  const [isHelping, setIsHelping] = useState(false);
  const found = findPage(pages, place.path);
  useTitleFocus(place.moves);
  useKeys("Anywhere", [
    ...pages.flatMap(({ nav, path }) =>
      nav ? [{ keys: nav.keys, label: `Go to ${nav.label}`, run: () => navigate(path) }] : [],
    ),
    { keys: "z", label: "Undo, while it is offered", run: undoNewest },
    { keys: "?", label: "Show the keys of this page", run: () => setIsHelping(true) },
  ]);
  return (
    <>
      <a class="skip" href="#page-title">
        Skip to the page
      </a>
      <header class="topbar">
        <Link to={findHome()} class="brand" label="Evidence Gradient, first page">
          <Mark />
          <span class="brand-name">Evidence Gradient</span>
        </Link>
        <nav aria-label="Main">
          <ul>
            {pages.map((page) => (
              <NavItem key={page.path} page={page} path={place.path} />
            ))}
          </ul>
        </nav>
        <Button tone="quiet" isSmall label="Keys of this page" keys="?" onClick={() => setIsHelping(true)}>
          {null}
        </Button>
        <UserMenu who={who} />
      </header>
      <main class="page" id="page">
        <ErrorBoundary resetKey={place.moves}>
          {found ? <PageOf key={place.path} page={found.page} params={found.params} /> : <Lost />}
        </ErrorBoundary>
      </main>
      <ToastList />
      <Announcer />
      {isHelping ? <HelpDialog onClose={() => setIsHelping(false)} /> : null}
    </>
  );
}

function PageOf({ page, params }: { page: Page; params: Record<string, string> }) {
  return <>{page.draw(params)}</>;
}

function NavItem({ page: { nav, path }, path: here }: { page: Page; path: string }) {
  if (nav === null) return null;
  const isCurrent = here === path || here.startsWith(`${path}/`);
  return (
    <li>
      <Link to={path} isCurrent={isCurrent}>
        {nav.label}
      </Link>
    </li>
  );
}

export function findHome(): string {
  return pages.find(({ nav }) => nav !== null)?.path ?? "/";
}

/** `/console` itself shows the first page of the navigation. */
function Lost() {
  const { path } = usePlace();
  useEffect(() => {
    if (path === "/") navigate(findHome(), { isReplacing: true });
  }, [path]);
  if (path === "/") return null;
  return (
    <>
      <PageHeader title="There is no such page" />
      <EmptyState
        title="Nothing lives at this address"
        action={<Link to={findHome()}>Go to the first page</Link>}
      >
        <p>
          <code>/console{path}</code> may be an old link, or it was typed wrongly.
        </p>
      </EmptyState>
    </>
  );
}

/** After a navigation the title of the new page has the focus and is read out; not when the console opens. */
function useTitleFocus(moves: number): void {
  const before = useRef(moves);
  useEffect(() => {
    if (moves === before.current) return;
    before.current = moves;
    const timer = setTimeout(() => {
      const title = document.getElementById("page-title");
      title?.focus({ preventScroll: true });
      announce(title?.textContent ?? document.title);
    }, 0);
    return () => clearTimeout(timer);
  }, [moves]);
}

function Announcer() {
  const text = useShared(announcement);
  return (
    <div class="unseen" role="status" aria-live="polite">
      {text}
    </div>
  );
}

/** Six steps that rise, in the colours of the grades. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">
      {[0, 1, 2, 3, 4, 5].map((step) => (
        <rect
          key={step}
          class={`mark-${step}`}
          x={step * 4}
          y={16 - step * 3}
          width="3"
          height={4 + step * 3}
          rx="0.8"
        />
      ))}
    </svg>
  );
}

// The head of a page: its title takes the focus after a navigation, and names the browser's tab.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Link } from "./button.tsx";

type PageHeaderProps = {
  title: string;
  /** One line on what the page shows. */
  lead?: ComponentChildren;
  /** Buttons at its end. */
  actions?: ComponentChildren;
  /** The page above. */
  up?: { to: string; label: string };
};

export function PageHeader({ title, lead, actions, up }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Evidence Gradient`;
  }, [title]);
  return (
    <header class="page-header">
      <div class="page-header-words">
        {up ? (
          <p class="up">
            <Link to={up.to}>← {up.label}</Link>
          </p>
        ) : null}
        <h1 id="page-title" tabIndex={-1}>
          {title}
        </h1>
        {lead ? <p class="lead">{lead}</p> : null}
      </div>
      {actions ? <div class="actions">{actions}</div> : null}
    </header>
  );
}

// Stands in until the documents page is there.
import { EmptyState } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { definePage } from "../router.ts";

export const documentsPage = definePage({
  path: "/documents",
  nav: { label: "Documents", keys: "g d" },
  draw: () => (
    <>
      <PageHeader title="Documents" />
      <EmptyState title="No documents yet" />
    </>
  ),
});

// Every page of the console, in the order of the navigation. A page that is not here is nowhere.

import { calibrationPage } from "./pages/calibration.tsx";
import { coveragePage } from "./pages/coverage.tsx";
import { deskPage } from "./pages/desk.tsx";
import { documentPage } from "./pages/document.tsx";
import { documentsPage } from "./pages/documents.tsx";
import { gapsPage } from "./pages/gaps.tsx";
import { requirementPage } from "./pages/requirement.tsx";
import { reviewsPage } from "./pages/reviews.tsx";
import type { Page } from "./router.ts";

export const pages: readonly Page[] = [
  documentsPage,
  documentPage,
  reviewsPage,
  deskPage,
  coveragePage,
  requirementPage,
  gapsPage,
  calibrationPage,
];

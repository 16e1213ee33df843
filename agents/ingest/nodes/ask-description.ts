// Step 5: a model, where there is one, says what the document or screenshot is; code keeps what words of it show.
import type { z } from "zod";
import { getKind } from "../../../src/domain/description.ts";
import { archiveType } from "../../../src/domain/document.ts";
import { documentReplySchema, tieDocumentFacts } from "../../../src/domain/document-reply.ts";
import { cutExcerpt, cutFirstPage } from "../../../src/domain/excerpt.ts";
import { localDescriber } from "../../../src/domain/fact.ts";
import type { Reading } from "../../../src/domain/reading.ts";
import { screenReplySchema, tieScreen } from "../../../src/domain/screen-reply.ts";
import { countDropped, type DropReason } from "../../../src/domain/tie.ts";
import { readPrompt, renderPrompt } from "../../prompt.ts";
import type { IngestState, Told } from "../state.ts";
import type { AskModel, IngestTools } from "../tools.ts";

type Upload = Awaited<ReturnType<IngestTools["getUpload"]>>;
type Ask = { ask: AskModel; state: IngestState; reading: Reading; upload: Upload };

export function buildAskDescription(tools: IngestTools) {
  return async function askDescription(state: IngestState): Promise<Pick<IngestState, "told">> {
    if (tools.askChat === null) return { told: describeLocally(null) };
    const reading = await tools.getReading(state);
    // What is in an archive becomes documents of its own, each described for itself.
    if (reading.mediaType === archiveType) return { told: describeLocally(null) };
    const ask = { ask: tools.askChat, state, reading, upload: await tools.getUpload(state) };
    const isScreen = getKind(state.readFacts) === "screenshot";
    const picture = isScreen ? await tools.showPage(state, reading.pages[0]?.number ?? 1) : null;
    return { told: isScreen ? await tellScreen(ask, picture) : await tellDocument(ask) };
  };
}

function tellDocument(asked: Ask): Promise<Told> {
  const { reading, upload } = asked;
  const excerpt = cutExcerpt(reading);
  const values = { file: upload.fileName, text: excerpt.text };
  return tell(asked, { name: "describe-document", values, schema: documentReplySchema }, (value, saidBy) => ({
    screen: [],
    ...tieDocumentFacts(reading, excerpt, value, upload, saidBy),
  }));
}

const shown = "The picture is attached.";
const notShown = "The picture is not shown to you: you have the words alone.";

function tellScreen(asked: Ask, picture: string | null): Promise<Told> {
  const { reading, upload } = asked;
  const excerpt = cutFirstPage(reading);
  const isShown = picture !== null;
  const values = { file: upload.fileName, words: excerpt.text, picture: isShown ? shown : notShown };
  const images = isShown ? [picture] : [];
  return tell(
    asked,
    { name: "describe-screenshot", values, schema: screenReplySchema, images },
    (value, saidBy) => tieScreen(reading, excerpt, value, { isShown, uploadedAt: upload.uploadedAt, saidBy }),
  );
}

type Question<Schema> = {
  name: string;
  values: Readonly<Record<string, string>>;
  schema: Schema;
  images?: readonly string[];
};

async function tell<Schema extends z.ZodType>(
  { ask, state }: Ask,
  { name, values, schema, images = [] }: Question<Schema>,
  tie: (
    value: z.output<Schema>,
    saidBy: string,
  ) => Pick<Told, "facts" | "screen"> & { dropped: DropReason[] },
): Promise<Told> {
  const prompt = renderPrompt(await readPrompt(name), values);
  const subject = { organizationId: state.organizationId, documentId: state.documentId };
  const answer = await ask(subject, { prompt, schema, images });
  if ("reason" in answer) return describeLocally(answer.reason);
  const describedBy = `${answer.reply.model} ${name}@${prompt.version}`;
  const { facts, screen, dropped } = tie(answer.reply.value, describedBy);
  return { facts, screen, record: { describedBy, fallbackReason: null, dropped: countDropped(dropped) } };
}

/** The rules stand alone; when there is a model, with the reason. */
function describeLocally(fallbackReason: string | null): Told {
  return { facts: [], screen: [], record: { describedBy: localDescriber, fallbackReason, dropped: {} } };
}

// Step 5: a model, where there is one, says what the document or screenshot is; code keeps what words of it show.
import type { TriedReply, TryChat } from "../../../src/domain/chat.ts";
import { getKind } from "../../../src/domain/description.ts";
import { archiveType } from "../../../src/domain/document.ts";
import { documentReplySchema, tieDocumentFacts } from "../../../src/domain/document-reply.ts";
import { cutExcerpt, cutFirstPage } from "../../../src/domain/excerpt.ts";
import { localDescriber } from "../../../src/domain/fact.ts";
import type { RenderedPrompt } from "../../../src/domain/prompt.ts";
import type { Reading } from "../../../src/domain/reading.ts";
import { screenReplySchema, tieScreen } from "../../../src/domain/screen-reply.ts";
import { countDropped, type DropReason } from "../../../src/domain/tie.ts";
import { readPrompt, renderPrompt } from "../../prompt.ts";
import type { IngestState, IngestSubject, Told } from "../state.ts";
import type { IngestTools } from "../tools.ts";

type Upload = Awaited<ReturnType<IngestTools["getUpload"]>>;
type Asked = { ask: TryChat; subject: IngestSubject; reading: Reading; upload: Upload };
type Tied = Pick<Told, "facts" | "screen"> & { dropped: DropReason[] };

export function buildAskDescription(tools: IngestTools) {
  return async function askDescription(state: IngestState): Promise<Pick<IngestState, "told">> {
    if (tools.tryChat === null) return { told: describeLocally(null) };
    const reading = await tools.getReading(state);
    // What is in an archive becomes documents of its own, each described for itself.
    if (reading.mediaType === archiveType) return { told: describeLocally(null) };
    const { organizationId, documentId } = state;
    const subject = { organizationId, documentId };
    const asked = { ask: tools.tryChat, subject, reading, upload: await tools.getUpload(state) };
    if (getKind(state.readFacts) !== "screenshot") return { told: await tellDocument(asked) };
    const picture = await tools.showPage(subject, reading.pages[0]?.number ?? 1);
    return { told: await tellScreen(asked, picture) };
  };
}

async function tellDocument({ ask, subject, reading, upload }: Asked): Promise<Told> {
  const excerpt = cutExcerpt(reading);
  const values = { file: upload.fileName, text: excerpt.text };
  const prompt = renderPrompt(await readPrompt("describe-document"), values);
  const tried = await ask({ prompt, subject, schema: documentReplySchema });
  return keepTied(tried, prompt, (reply, saidBy) => ({
    screen: [],
    ...tieDocumentFacts(reading, excerpt, reply, upload, saidBy),
  }));
}

const shown = "The picture is attached.";
const notShown = "The picture is not shown to you: you have the words alone.";

async function tellScreen({ ask, subject, reading, upload }: Asked, picture: string | null): Promise<Told> {
  const excerpt = cutFirstPage(reading);
  const isShown = picture !== null;
  const values = { file: upload.fileName, words: excerpt.text, picture: isShown ? shown : notShown };
  const prompt = renderPrompt(await readPrompt("describe-screenshot"), values);
  const images = isShown ? [picture] : [];
  const tried = await ask({ prompt, subject, schema: screenReplySchema, images });
  return keepTied(tried, prompt, (reply, saidBy) =>
    tieScreen(reading, excerpt, reply, { isShown, uploadedAt: upload.uploadedAt, saidBy }),
  );
}

function keepTied<Reply>(
  tried: TriedReply<Reply>,
  { name, version }: RenderedPrompt,
  tie: (reply: Reply, saidBy: string) => Tied,
): Told {
  if ("reason" in tried) return describeLocally(tried.reason);
  const describedBy = `${tried.reply.model} ${name}@${version}`;
  const { facts, screen, dropped } = tie(tried.reply.value, describedBy);
  return { facts, screen, record: { describedBy, fallbackReason: null, dropped: countDropped(dropped) } };
}

/** The rules stand alone; when there is a model, with the reason. */
function describeLocally(fallbackReason: string | null): Told {
  return { facts: [], screen: [], record: { describedBy: localDescriber, fallbackReason, dropped: {} } };
}

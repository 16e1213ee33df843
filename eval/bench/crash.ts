// `npm run bench:crash [-- KILLS]`: the whole product, killed with -9 again and again while a model is asked, must end
// with the same claims, none twice, and as many paid calls as an undisturbed run, but for those in flight.
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startChatServer } from "../../src/engines/fixtures/chat-server.fixture.ts";
import { answerByWords } from "./word-judge.ts";

const kills = Number(process.argv[2] ?? 100);
const root = join(import.meta.dirname, "../..");
const examples = join(root, "examples");
const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-crash-"));
const copies = Math.max(1, Math.ceil(kills / 6));
/** Long enough that most kills find questions on their way. */
const replyMs = 150;
const concurrency = 4;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Ended = { code: number | null; out: string };

/** When each question came, and when it was answered. */
const answered = new Map<string, { askedAt: number; answeredAt: number }[]>();
const killedAt: number[] = [];

const server = await startChatServer({
  answer: async ({ messages }) => {
    const askedAt = performance.now();
    await pause(replyMs);
    const content = JSON.stringify(messages);
    const times = { askedAt, answeredAt: performance.now() };
    answered.set(content, [...(answered.get(content) ?? []), times]);
    const user = messages.at(-1)?.content;
    return answerByWords(typeof user === "string" ? user : "") ?? {};
  },
});

/** Every copy of a text file is a document of its own, with questions of its own. */
async function prepareFiles(): Promise<string> {
  const target = join(folder, "files");
  await mkdir(target);
  const names = (await readdir(examples)).filter((name) => /\.(md|csv|html)$/.test(name));
  for (let copy = 1; copy <= copies; copy += 1) {
    for (const name of names) {
      const text = await readFile(join(examples, name), "utf8");
      await writeFile(join(target, `${copy}-${name}`), text.replaceAll("Lanternfish", `Lanternfish ${copy}`));
    }
  }
  return target;
}

function start(
  files: string,
  data: string,
): { child: ChildProcess; done: Promise<{ code: number | null; out: string }> } {
  const argv = ["bin/evidence-gradient.js", "analyze", files, "--framework", "iso27001-2022", "--json"];
  const child = spawn(process.execPath, argv, {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      DATA_DIR: join(folder, data),
      CHAT: "openai",
      CHAT_BASE_URL: server.url,
      CHAT_MODEL: "words",
      CHAT_CONCURRENCY: String(concurrency),
      LOG_LEVEL: "error",
    },
  });
  let out = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const done = new Promise<Ended>((resolve) => {
    child.on("exit", (code) => resolve({ code, out }));
  });
  return { child, done };
}

const resultSchema = z.object({
  documents: z.array(z.object({ fileName: z.string(), stage: z.string() })),
  requirements: z.array(
    z.object({
      claims: z.array(
        z.object({
          id: z.string(),
          pointId: z.string(),
          nature: z.string(),
          document: z.string(),
          quotes: z.array(z.object({ start: z.number(), end: z.number() })),
        }),
      ),
    }),
  ),
});

function listClaims(out: string): { documents: string[]; claims: string[]; twice: number } {
  const { documents, requirements } = resultSchema.parse(JSON.parse(out));
  const byId = new Map(
    requirements
      .flatMap(({ claims }) => claims)
      .map((claim) => [
        claim.id,
        `${claim.document} ${claim.pointId} ${claim.nature} ${claim.quotes.map(({ start, end }) => `${start}-${end}`).join()}`,
      ]),
  );
  const keys = [...byId.values()].map((claim) => claim.split(" ").slice(0, 3).join(" "));
  return {
    documents: documents.map(({ fileName, stage }) => `${fileName} ${stage}`).toSorted(),
    claims: [...byId.values()].toSorted(),
    twice: keys.length - new Set(keys).size,
  };
}

/** At a random moment: after a start, or soon after one of the next few questions. Resolves to false. */
async function waitForKill(): Promise<false> {
  if (Math.random() < 0.25) await pause(500 + Math.random() * 4000);
  else {
    const goal = server.asked.length + 1 + Math.floor(Math.random() * 8);
    while (server.asked.length < goal) await pause(5);
    await pause(Math.random() * 2 * replyMs);
  }
  return false;
}

/**
 * For every answer that was given again: how long the one before it had been out when the kill came, in milliseconds;
 * 0 when the kill came before it was out.
 */
function listRepeated(): number[] {
  return [...answered.values()].flatMap((list) =>
    list.slice(0, -1).map(({ askedAt, answeredAt }) => {
      const kill = killedAt.find((at) => at >= askedAt) ?? Number.POSITIVE_INFINITY;
      return Math.max(0, kill - answeredAt);
    }),
  );
}

async function run(): Promise<void> {
  const files = await prepareFiles();
  // The catalogue is loaded once: what is killed is the work on documents.
  await start(join(files, "1-why-lanternfish-ledger.html"), "ready").done;
  for (const copy of ["calm", "crashed"])
    await cp(join(folder, "ready"), join(folder, copy), { recursive: true });
  server.behave("honest");
  const calm = await start(files, "calm").done;
  const undisturbed = listClaims(calm.out);
  const paidCalm = server.paid;
  console.log(
    `undisturbed: ${undisturbed.documents.length} documents, ${undisturbed.claims.length} claims, ${paidCalm} paid calls`,
  );

  server.behave("honest");
  answered.clear();
  const tally = { kills: 0, starts: 0, whileAsking: 0 };
  let last: Ended = { code: null, out: "" };
  while (last.code !== 0) {
    tally.starts += 1;
    const { child, done } = start(files, "crashed");
    const isOver = done.then(() => true);
    const isEnded = tally.kills >= kills || (await Promise.race([isOver, waitForKill()]));
    if (isEnded) {
      last = await done;
      continue;
    }
    if (server.openConnections > 0) tally.whileAsking += 1;
    child.kill("SIGKILL");
    killedAt.push(performance.now());
    await done;
    tally.kills += 1;
  }
  const disturbed = listClaims(last.out);
  const isSame = JSON.stringify(disturbed.claims) === JSON.stringify(undisturbed.claims);
  console.log(
    `killed ${tally.kills} times in ${tally.starts} starts, ${tally.whileAsking} times while the model was asked`,
  );
  console.log(
    `documents: ${disturbed.documents.length}, the same: ${JSON.stringify(disturbed.documents) === JSON.stringify(undisturbed.documents)}`,
  );
  console.log(`claims: ${disturbed.claims.length}, the same: ${isSame}, twice: ${disturbed.twice}`);
  const repeated = listRepeated();
  const oldest = Math.max(0, ...repeated);
  console.log(
    `paid calls: ${server.paid}, ${server.paid - paidCalm} more than undisturbed, of at most ${tally.kills * concurrency} in flight at the kills`,
  );
  console.log(
    `answers given again: ${repeated.length}; the first answer to any of them was at most ${Math.round(oldest)} ms old when the kill came`,
  );
  const isSound = isSame && disturbed.twice === 0 && server.paid - paidCalm <= tally.kills * concurrency;
  process.exitCode = isSound ? 0 : 1;
}

try {
  await run();
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

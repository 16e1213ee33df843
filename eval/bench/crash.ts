// `npm run bench:crash [-- KILLS [DATABASE_URL]]`: the whole product, killed with -9 again and again, must end with the
// same claims, none twice, and as many paid calls as an undisturbed run, but for those in flight. First on entering
// every node of the graphs, then at random moments. On a server a second process works beside.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTable } from "../../src/cli/table.ts";
import { pause, replyMs, startModel } from "./crash-model.ts";
import { isSame, type Outcome } from "./crash-outcome.ts";
import { openPlaces } from "./crash-place.ts";
import { type Aim, type Crashed, runCrashed } from "./crash-run.ts";

const nodes = [
  ...["readPages", "splitPassages", "embedPassages", "describeDocument", "askDescription", "chooseFacts"],
  ...["retrievePoints", "judgeClaims", "verifyQuotes", "challengeClaims", "scoreClaims", "triageClaims"],
];
const kills = Number(process.argv[2] ?? 100);
const killsPerNode = Math.ceil(kills / nodes.length);
const concurrency = 4;
const examples = join(import.meta.dirname, "../../examples");
const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-crash-"));
const model = await startModel();
const places = await openPlaces(folder, process.argv[3]);
const env = {
  CHAT: "openai",
  CHAT_BASE_URL: model.url,
  CHAT_MODEL: "words",
  CHAT_CONCURRENCY: String(concurrency),
};
const isPlain = (name: string) => /\.(md|csv|html)$/.test(name);

/** Every copy of a text file is a document of its own, with questions of its own. */
async function prepareFiles(name: string, copies: number): Promise<string> {
  const target = join(folder, name);
  await mkdir(target);
  for (let copy = 1; copy <= copies; copy += 1) {
    for (const file of (await readdir(examples)).filter(isPlain)) {
      const text = await readFile(join(examples, file), "utf8");
      await writeFile(join(target, `${copy}-${file}`), text.replaceAll("Lanternfish", `Lanternfish ${copy}`));
    }
  }
  return target;
}

const calm: Aim = { wait: () => new Promise(() => undefined), isHit: () => false };

/** At a random moment: after a start, or soon after one of the next few questions. */
const random: Aim = {
  isHit: () => false,
  wait: async (isAlive) => {
    if (Math.random() < 0.25) await pause(500 + Math.random() * 4000);
    else {
      const goal = model.countAsked() + 1 + Math.floor(Math.random() * 8);
      while (isAlive() && model.countAsked() < goal) await pause(5);
      await pause(Math.random() * 2 * replyMs);
    }
  },
};

/** When a document enters the node, each as often as the others. */
function aimAt(node: string, documents: number): Aim {
  const hits = new Map<string, number>();
  return {
    wait: calm.wait,
    isHit: (entered, documentId) => {
      const before = hits.get(documentId) ?? 0;
      if (entered !== node || before >= Math.ceil(killsPerNode / documents)) return false;
      hits.set(documentId, before + 1);
      return true;
    },
  };
}

type Run = Crashed & { paid: number; oldestMs: number };

async function run(name: string, files: string, most: number, aim: Aim): Promise<Run> {
  const place = await places.open(name, "ready");
  const analyze = ["analyze", files, "--framework", "iso27001-2022", "--json"];
  model.startCounting();
  const crashed = await runCrashed(place, env, places.isServer ? [analyze, ["work"]] : [analyze], most, aim);
  const oldestMs = Math.max(0, ...model.listRepeated(crashed.killedAt));
  return { ...crashed, paid: model.countPaid(), oldestMs };
}

const titles = [
  "kills",
  "documents done",
  "claims",
  "the same",
  "twice",
  "paid",
  "undisturbed",
  "at most in flight",
];

function writeRow(name: string, one: Run, undisturbed: Run): string[] {
  const { documents, claims, twice } = one.outcome;
  const counts = [one.killedAt.length, countDone(one.outcome), claims.length].map(String);
  const same = isSame(one.outcome, undisturbed.outcome) ? "yes" : "NO";
  const paid = [one.paid, undisturbed.paid, one.killedAt.length * concurrency].map(String);
  return [
    name,
    counts[0] ?? "",
    `${counts[1]} of ${documents.length}`,
    counts[2] ?? "",
    same,
    String(twice),
    ...paid,
  ];
}

const countDone = ({ documents }: Outcome) => documents.filter((one) => one.endsWith(" done")).length;

function judge(one: Run, undisturbed: Run): void {
  const isSound =
    isSame(one.outcome, undisturbed.outcome) &&
    one.outcome.twice === 0 &&
    one.paid - undisturbed.paid <= one.killedAt.length * concurrency;
  if (!isSound) process.exitCode = 1;
}

const columns = (first: string) => [
  { title: first },
  ...titles.map((title) => ({ title, align: "right" as const })),
];

async function killAtNodes(): Promise<void> {
  const files = await prepareFiles("few", 1);
  const undisturbed = await run("few_calm", files, 0, calm);
  const rows: string[][] = [];
  for (const node of nodes) {
    const one = await run(
      `at_${node}`,
      files,
      killsPerNode,
      aimAt(node, undisturbed.outcome.documents.length),
    );
    judge(one, undisturbed);
    if (one.killedAt.length === 0) process.exitCode = 1;
    rows.push(writeRow(node, one, undisturbed));
    process.stderr.write(`${rows.at(-1)?.join("  ")}\n`);
  }
  console.log(writeTable(columns("killed on entering"), rows));
}

async function killAtRandom(): Promise<void> {
  const files = await prepareFiles("many", Math.max(1, Math.ceil(kills / 6)));
  const undisturbed = await run("many_calm", files, 0, calm);
  const one = await run("many_crashed", files, kills, random);
  judge(one, undisturbed);
  console.log(writeTable(columns("killed"), [writeRow("at random", one, undisturbed)]));
  const counts = new Map<string, number>();
  for (const node of one.found.flatMap((found) => (found.length > 0 ? found : ["no document at work"])))
    counts.set(node, (counts.get(node) ?? 0) + 1);
  const order = [...nodes, ...[...counts.keys()].filter((node) => !nodes.includes(node))];
  const rows = order.map((node) => [node, String(counts.get(node) ?? 0)]);
  console.log(
    writeTable([{ title: "at work when killed at random" }, { title: "kills", align: "right" }], rows),
  );
  console.log(
    `The first of two answers to one question was at most ${Math.round(one.oldestMs)} ms old when the kill came.`,
  );
}

try {
  // The catalogue is loaded once: what is killed is the work on documents.
  const first = join(await prepareFiles("first", 1), "1-why-lanternfish-ledger.html");
  const ready = await places.open("ready");
  await runCrashed(ready, env, [["analyze", first, "--framework", "iso27001-2022", "--json"]], 0, calm);
  await killAtNodes();
  await killAtRandom();
} finally {
  await places.close();
  await model.close();
  await rm(folder, { recursive: true, force: true });
}

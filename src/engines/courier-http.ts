// A courier over HTTP. What an address points to is looked up once, checked, and used: a name that changes its mind
// between check and connection gains nothing. Redirects are not followed, answers are not read.
import { lookup as lookUpByDns } from "node:dns";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Posted } from "../domain/delivery.ts";
import { Fault } from "../fault.ts";
import type { Courier, Parcel } from "./courier.ts";
import { isPublicAddress } from "./public-address.ts";
import { buildSignedHeaders } from "./webhook-signature.ts";

type Settings = {
  /** `any` is for receivers inside the operator's own network. */
  allow: "public" | "any";
  timeoutMs: number;
  lookUp?: LookupFunction;
};

export function buildHttpCourier({ allow, timeoutMs, lookUp = lookUpByDns }: Settings): Courier {
  const finder = allow === "any" ? lookUp : limitToPublic(lookUp);
  return {
    check: async (text) => {
      const url = parseAddress(text, allow);
      if (allow === "any" || isLiteral(url)) return;
      await checkName(url.hostname, finder, timeoutMs);
    },
    post: async (parcel) => {
      const startedAt = performance.now();
      const answer = await sendOrExplain(parcel, { allow, timeoutMs, finder });
      return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
    },
  };
}

/** Throws Fault `invalid_input` for what can be told from the address alone. */
function parseAddress(text: string, allow: Settings["allow"]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw new Fault("invalid_input", "Give a full https address, like https://hooks.example.com/evidence.");
  if (url.username !== "" || url.password !== "")
    throw new Fault("invalid_input", "Leave name and password out of the address: messages are signed.");
  if (allow === "public" && url.protocol !== "https:")
    throw new Fault("invalid_input", "Only https addresses are sent to; http needs WEBHOOK_ALLOW=any.");
  if (allow === "public" && isLiteral(url) && !isPublicAddress(getHost(url))) throw refuse();
  return url;
}

/** An address that is an IP number: nobody would be asked where it points to. */
function isLiteral(url: URL): boolean {
  return isIP(getHost(url)) !== 0;
}

function getHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

/** It does not say what the name points to: that would tell strangers about the inside. */
function refuse(): Fault {
  return new Fault(
    "invalid_input",
    "The address is not on the public internet: nothing is sent there unless WEBHOOK_ALLOW=any.",
  );
}

/** A name that nobody knows, or nobody knows in time, may be known tomorrow: only a wrong address is refused. */
function checkName(hostname: string, finder: LookupFunction, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, timeoutMs);
    finder(hostname, { all: true }, (error) => {
      clearTimeout(timer);
      if (error instanceof Fault) reject(error);
      else resolve();
    });
  });
}

/** One inside address among several is enough to refuse the name. */
function limitToPublic(lookUp: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookUp(hostname, { ...options, all: true }, (error, found) => {
      // With an error there is nothing else, whatever the types say.
      if (error) return callback(error, "");
      const addresses = typeof found === "string" ? [] : found;
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !isPublicAddress(address))) callback(refuse(), "");
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

type Way = Pick<Settings, "allow" | "timeoutMs"> & { finder: LookupFunction };
type Answer = Omit<Posted, "durationMs">;

async function sendOrExplain(parcel: Parcel, way: Way): Promise<Answer> {
  try {
    return await send(parseAddress(parcel.url, way.allow), parcel, way);
  } catch (error) {
    return { httpStatus: null, retryAfter: null, ...explain(error, way.timeoutMs) };
  }
}

function send(url: URL, { body, ...parcel }: Parcel, { timeoutMs, finder }: Way): Promise<Answer> {
  const request = url.protocol === "https:" ? requestSecure : requestPlain;
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "evidence-gradient-webhooks",
    ...buildSignedHeaders({ body, ...parcel }),
  };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(url, { method: "POST", headers, agent: false, lookup: finder, signal });
    const conclude = ({ statusCode, headers: told }: IncomingMessage): void =>
      resolve({
        httpStatus: statusCode ?? null,
        error: null,
        isTimedOut: false,
        retryAfter: told["retry-after"] ?? null,
      });
    sent.on("error", reject);
    // Whatever becomes of the connection, a receiver cannot hold anybody up for longer.
    signal.addEventListener("abort", () => reject(signal.reason));
    sent.on("close", () => reject(new Fault("unavailable", words["ECONNRESET"] ?? "")));
    sent.on("response", (response) => {
      conclude(response);
      // The status says it all: a body, however slow or long, is nobody's business.
      response.on("error", () => undefined);
      response.destroy();
    });
    sent.on("upgrade", (response, socket) => {
      conclude(response);
      socket.destroy();
    });
    sent.end(body);
  });
}

const words: Record<string, string> = {
  ECONNREFUSED: "It refused the connection.",
  ECONNRESET: "It closed the connection without an answer.",
  EPIPE: "It closed the connection without an answer.",
  ENOTFOUND: "Its name is not known.",
  EAI_AGAIN: "Its name could not be looked up.",
  EHOSTUNREACH: "There is no way to it.",
  ENETUNREACH: "There is no way to it.",
};

function explain(error: unknown, timeoutMs: number): Pick<Posted, "error" | "isTimedOut"> {
  if (error instanceof Fault) return { error: error.message, isTimedOut: false };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isLate = error instanceof Error && error.name === "TimeoutError";
  if (isLate || code === "ABORT_ERR" || code === "ETIMEDOUT")
    return { error: `It did not answer within ${timeoutMs / 1000} s.`, isTimedOut: true };
  if (/CERT|SIGNATURE|ISSUER|SSL|TLS|EPROTO/.test(code))
    return { error: `Its certificate or encryption is not accepted (${code}).`, isTimedOut: false };
  if (code.startsWith("HPE_")) return { error: `What it answered is not HTTP (${code}).`, isTimedOut: false };
  return {
    error: words[code] ?? `It could not be reached (${code || "unknown reason"}).`,
    isTimedOut: false,
  };
}

import type { LookupFunction } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildHttpCourier } from "./courier-http.ts";
import {
  answer,
  babble,
  type Cue,
  close,
  drip,
  flood,
  hang,
  hint,
  openReceiver,
  type Receiver,
  trickle,
  upgrade,
} from "./fixtures/receiver.fixture.ts";
import { drawWebhookSecret } from "./webhook-signature.ts";

let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver?.close());
afterEach(() => {
  receiver.cues.length = 0;
});

const parcel = {
  messageId: "00000000-0000-4000-8000-000000000001",
  at: new Date("2026-05-01T08:00:00.900Z"),
  body: '{"type":"webhook.test","data":{"name":"Prüfung"}}',
  secrets: [drawWebhookSecret()],
};
const patient = buildHttpCourier({ allow: "any", timeoutMs: 30_000 });
const hasty = buildHttpCourier({ allow: "any", timeoutMs: 300 });

/** A resolver that gives one answer after the other. */
function resolveTo(...answers: string[][]): LookupFunction {
  return (_, options, callback) => {
    const addresses = (answers.shift() ?? []).map((address) => ({
      address,
      family: address.includes(":") ? 6 : 4,
    }));
    if (options.all) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
  };
}

describe("a courier", () => {
  it("posts the body as it is, with the headers of Standard Webhooks", async () => {
    const before = receiver.received.length;
    const posted = await patient.post({ ...parcel, url: `${receiver.url}?from=us` });
    expect(posted).toMatchObject({ httpStatus: 200, error: null, isTimedOut: false });
    const got = receiver.received[before];
    expect(got).toMatchObject({ path: "/hook?from=us", body: parcel.body });
    expect(got?.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": "msg_00000000000040008000000000000001",
      "webhook-timestamp": "1777622400",
      "webhook-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
  });

  it.each<[string, Cue, object]>([
    ["an error", answer(500), { httpStatus: 500, error: null }],
    ["a redirect, which is not followed", answer(302, { location: "/elsewhere" }), { httpStatus: 302 }],
    ["that it is gone", answer(410), { httpStatus: 410 }],
    ["how long to wait", answer(429, { "retry-after": "7" }), { httpStatus: 429, retryAfter: "7" }],
    ["no answer", close, { httpStatus: null, error: "It closed the connection without an answer." }],
    ["what is no HTTP", babble, { httpStatus: null, error: expect.stringContaining("is not HTTP") }],
    ["a body that never ends", flood, { httpStatus: 200, error: null }],
    ["another protocol instead of an answer", upgrade, { httpStatus: 101, error: null }],
    ["hints before its answer", hint, { httpStatus: 202, error: null }],
    ["a body that comes slowly", drip, { httpStatus: 200, error: null }],
  ])("tells when the receiver gives %s", async (_, cue, expected) => {
    const before = receiver.received.length;
    receiver.cues.push(cue);
    expect(await patient.post({ ...parcel, url: receiver.url })).toMatchObject(expected);
    expect(receiver.received.length).toBe(before + 1);
  });

  it.each<[string, Cue]>([
    ["does not answer", hang],
    ["sends its headers letter by letter", trickle],
  ])("gives up on a receiver that %s in time", async (_, cue) => {
    receiver.cues.push(cue);
    expect(await hasty.post({ ...parcel, url: receiver.url })).toMatchObject({
      httpStatus: null,
      isTimedOut: true,
      error: "It did not answer within 0.3 s.",
    });
  });

  it("tells when nobody listens, and when a server does not speak TLS", async () => {
    const dead = await openReceiver();
    await dead.close();
    expect(await patient.post({ ...parcel, url: dead.url })).toMatchObject({
      error: "It refused the connection.",
    });
    const plain = receiver.url.replace("http:", "https:");
    expect((await patient.post({ ...parcel, url: plain })).error).toMatch(/encryption is not accepted/);
  });
});

describe("a courier that may only go to the public internet", () => {
  const careful = buildHttpCourier({ allow: "public", timeoutMs: 30_000 });
  const inside = /not on the public internet/;

  it.each([
    ["https://127.0.0.1/", inside],
    ["https://2130706433/", inside],
    ["https://0x7f.1/", inside],
    ["https://[::1]/", inside],
    ["https://[::ffff:10.0.0.1]/", inside],
    ["https://169.254.169.254/latest/meta-data", inside],
    ["https://[fd00:ec2::254]/", inside],
    ["https://localhost/", inside],
    ["http://hooks.example.com/", /Only https/],
    ["https://me:secret@hooks.example.com/", /name and password/],
    ["ftp://hooks.example.com/", /full https address/],
    ["javascript:alert(1)", /full https address/],
    ["hooks.example.com", /full https address/],
    ["", /full https address/],
  ])("refuses %s", async (url, words) => {
    await expect(careful.check(url)).rejects.toThrow(words);
    expect(await careful.post({ ...parcel, url })).toMatchObject({
      httpStatus: null,
      error: expect.stringMatching(words),
    });
  });

  it("refuses name and password also where it may go anywhere", async () => {
    await expect(patient.check("http://me:secret@127.0.0.1/")).rejects.toThrow(/name and password/);
    await expect(patient.check("http://127.0.0.1/")).resolves.toBeUndefined();
  });

  it("accepts a name that nobody knows yet", async () => {
    const lookUp: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new RangeError("no"), { code: "ENOTFOUND" }), "");
    const courier = buildHttpCourier({ allow: "public", timeoutMs: 1_000, lookUp });
    const url = "https://new.example.com/";
    await expect(courier.check(url)).resolves.toBeUndefined();
    expect((await courier.post({ ...parcel, url })).error).toBe("Its name is not known.");
  });

  it("opens no connection to a name that was public when it was checked and is not when it is used", async () => {
    const before = receiver.countConnections();
    const lookUp = resolveTo(["93.184.215.14"], ["127.0.0.1"], ["93.184.215.14", "127.0.0.1"]);
    const courier = buildHttpCourier({ allow: "public", timeoutMs: 5_000, lookUp });
    const url = `https://rebound.example.com:${receiver.port}/`;
    await courier.check(url);
    expect((await courier.post({ ...parcel, url })).error).toMatch(inside);
    expect((await courier.post({ ...parcel, url })).error).toMatch(inside);
    expect(receiver.countConnections()).toBe(before);
  });

  it("does not tell what a name of the inside points to", async () => {
    const lookUp = resolveTo(["10.11.12.13"]);
    const courier = buildHttpCourier({ allow: "public", timeoutMs: 5_000, lookUp });
    const { error } = await courier.post({ ...parcel, url: "https://secret.internal.example/" });
    expect(error).toMatch(inside);
    expect(error).not.toContain("10.11");
  });
});

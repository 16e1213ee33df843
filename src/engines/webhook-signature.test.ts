import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { buildSignedHeaders, drawWebhookSecret } from "./webhook-signature.ts";

const build = (body: string, secrets: string[]) =>
  buildSignedHeaders({ messageId: "00000000-0000-4000-8000-000000000001", at: new Date(), body, secrets });

describe("a signature", () => {
  it("is the one of the specification's own example", () => {
    const at = new Date(1_614_265_330_000);
    const headers = buildSignedHeaders({
      messageId: "00000000-0000-4000-8000-000000000001",
      at,
      body: '{"test": 2432232314}',
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    });
    const reference = new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    expect(headers["webhook-signature"]).toBe(
      reference.sign("msg_00000000000040008000000000000001", at, '{"test": 2432232314}'),
    );
  });

  it("is accepted by the reference implementation, whatever the body", () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const secret = drawWebhookSecret();
        expect(new Webhook(secret).verify(body, build(body, [secret]))).toEqual(JSON.parse(body));
      }),
    );
  });

  it("is refused when a byte of the body, the id or the secret is another", () => {
    const secret = drawWebhookSecret();
    const reference = new Webhook(secret);
    const headers = build('{"a":1}', [secret]);
    expect(() => reference.verify('{"a":2}', headers)).toThrow();
    expect(() => reference.verify('{"a":1}', { ...headers, "webhook-id": "msg_1" })).toThrow();
    expect(() => new Webhook(drawWebhookSecret()).verify('{"a":1}', headers)).toThrow();
  });

  it("of two secrets is accepted by who knows either of them", () => {
    const secrets = [drawWebhookSecret(), drawWebhookSecret()];
    const headers = build("{}", secrets);
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    for (const secret of secrets) expect(new Webhook(secret).verify("{}", headers)).toEqual({});
  });

  it("is made with 32 random bytes", () => {
    const secret = drawWebhookSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
    expect(drawWebhookSecret()).not.toBe(secret);
  });
});

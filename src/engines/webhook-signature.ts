// Signatures of Standard Webhooks 1.0: HMAC-SHA256 over id, moment and body, one for each secret that is valid.
import { createHmac, randomBytes } from "node:crypto";
import { writeMessageId } from "../domain/delivery.ts";
import type { Parcel } from "./courier.ts";

const prefix = "whsec_";

export function drawWebhookSecret(): string {
  return `${prefix}${randomBytes(32).toString("base64")}`;
}

export function buildSignedHeaders({ messageId, at, body, secrets }: Omit<Parcel, "url">) {
  const id = writeMessageId(messageId);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => sign(secret, `${id}.${timestamp}.${body}`));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

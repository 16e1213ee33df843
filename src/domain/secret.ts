// The form of an API key: `eg_<id>_<secret>_<checksum>`. The checksum finds typing mistakes without the database.

export type KeyParts = { id: string; secret: string };

const keyPattern = /^eg_([a-z0-9]{12})_([A-Za-z0-9]{40})_([0-9a-f]{8})$/;

export function writeKey(parts: KeyParts): string {
  return `eg_${parts.id}_${parts.secret}_${findChecksum(parts)}`;
}

/** Null when it is not a key, or was typed wrong. */
export function parseKey(text: string): KeyParts | null {
  const [, id, secret, checksum] = keyPattern.exec(text.trim()) ?? [];
  if (!id || !secret) return null;
  return findChecksum({ id, secret }) === checksum ? { id, secret } : null;
}

/** CRC-32 (polynomial 0xEDB88320) in hexadecimal. */
function findChecksum({ id, secret }: KeyParts): string {
  let crc = 0xffffffff;
  for (const character of `${id}_${secret}`) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

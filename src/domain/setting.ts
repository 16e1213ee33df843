// Settings that are on or off, and what rules and screens say of them.
import type { Clause } from "./clause.ts";

export type Setting = {
  name: string;
  pattern: RegExp;
  not?: RegExp;
  /** Protection is wanted on; what opens a way is wanted off. */
  wanted: "on" | "off";
  about: RegExp;
};

const mfa = /\bmfa\b|multi-?factor|two-?factor|\b2fa\b|second factor|(?:two|2)-step/i;

export const settings: readonly Setting[] = [
  {
    name: "single sign-on",
    pattern: /single sign-?on|\bsso\b/i,
    wanted: "on",
    about: /sign-in only through|single sign-on/i,
  },
  {
    name: "multi-factor authentication",
    pattern: mfa,
    not: /reset|lost|remember|reviewed|training|\blogs?\b/i,
    wanted: "on",
    about: /multi-factor|second factor/i,
  },
  {
    name: "check against leaked passwords",
    pattern:
      /(?:leaked|breached|compromised|pwned|known)\b.*passw|passw.*(?:leaked|breached|compromised|pwned)/i,
    wanted: "on",
    about: /password/i,
  },
  { name: "password complexity", pattern: /complexity/i, wanted: "on", about: /password/i },
  {
    name: "encryption of disks",
    pattern:
      /(?:full[- ]?disk|disk|laptop|device|drive|bitlocker|filevault)s?[ -]*(?:is |are |must be )?encrypt|encrypt\w* (?:of )?(?:the )?(?:disks?|laptops?|hard|drives?)/i,
    wanted: "on",
    about: /disks?|devices/i,
  },
  {
    name: "encryption at rest",
    pattern:
      /encrypt\w* (?:at rest|of (?:databases?|backups?|volumes?|stor))|at[- ]rest encryption|encrypted (?:at rest|where (?:they|it) (?:are|is) stored)|(?:database|volume|bucket|backup|storage)s?[ -](?:is |are |must be )?encrypt/i,
    wanted: "on",
    about: /encrypt|backup/i,
  },
  {
    name: "audit logging",
    pattern: /audit log(?:ging|s)?|event logging|access logging/i,
    not: /kept|retention|review|export/i,
    wanted: "on",
    about: /logging|logs?\b/i,
  },
  {
    name: "branch protection",
    pattern: /branch protection|protected branch|main branch is protected|require (?:a )?pull request/i,
    wanted: "on",
    about: /branch/i,
  },
  {
    name: "screen lock",
    pattern: /(?:screen|auto(?:matic)?)[- ]?lock|lock(?:s)? (?:the |their )?screens?/i,
    wanted: "on",
    about: /screen/i,
  },
  {
    name: "malware protection",
    pattern: /anti-?(?:virus|malware)|real-?time protection|malware protection|endpoint protection/i,
    not: /alert|report/i,
    wanted: "on",
    about: /malware/i,
  },
  {
    name: "automatic updates",
    pattern: /automatic(?:ally)? (?:security )?updat|auto-?updat|updates? (?:are )?install\w* automatic/i,
    wanted: "on",
    about: /patch|update/i,
  },
  { name: "key rotation", pattern: /(?:automatic )?key rotation/i, wanted: "on", about: /keys?\b/i },
  {
    name: "object lock of backups",
    pattern: /object lock|immutab|write-once|deletion protection/i,
    wanted: "on",
    about: /backup|altered|logs?\b/i,
  },
  {
    name: "host firewall",
    pattern: /(?:host|personal|windows|local|device) firewall/i,
    wanted: "on",
    about: /firewall|device/i,
  },
  {
    name: "removable media",
    pattern: /\busb (?:storage|sticks?|drives?|mass storage|media)|removable (?:storage|media|disks?)/i,
    wanted: "off",
    about: /media/i,
  },
  {
    name: "public access to storage",
    pattern: /public(?:ly)? (?:access|read|accessible|readable)/i,
    wanted: "off",
    about: /stor|access|inbound/i,
  },
  {
    name: "shared accounts",
    pattern: /shared (?:user )?(?:accounts?|log-?ins?)|generic accounts?/i,
    not: /break-glass|mailbox/i,
    wanted: "off",
    about: /individual account|one identified person|account/i,
  },
  {
    name: "sign-in as root",
    pattern: /root (?:log-?in|sign-?in|access|account)/i,
    wanted: "off",
    about: /administrator|privileged|account/i,
  },
  {
    name: "text messages as a second factor",
    pattern: /\bsms\b|text messages?/i,
    wanted: "off",
    about: /multi-factor|second factor/i,
  },
  {
    name: "approval of one's own change",
    pattern: /self-?approv|approv\w* (?:their|his|her|one's) own|allow (?:the )?author/i,
    wanted: "off",
    about: /change|code|approv/i,
  },
  {
    name: "old TLS versions",
    pattern: /(?:tls|ssl) ?v?(?:1\.0|1\.1|2\.0|3\.0|[23]\b)/i,
    wanted: "off",
    about: /encrypt|connection|transfer/i,
  },
];

const off =
  /^(?:disabled|off|not (?:enforced|enabled|required|configured|set|active|encrypted|applied|installed)|inactive|optional|unencrypted|no|none|false|never|unprotected)\b/i;
const on =
  /^(?:enabled|on|enforced|required|yes|true|active|allowed|permitted|mandatory|always|encrypted|allow(?:ed)? all|unrestricted|public|open)\b/i;
const blocking = /^(?:block|disable|prevent|deny|disallow|forbid|restrict|prohibit)/i;

const observedOff =
  /\b(?:is|are|was|were|been|remains?|found) (?:\w+ )?(?:not (?:\w+ )?(?:enforced|enabled|required|encrypted|active|configured|turned on|switched on|set up)|disabled|turned off|switched off|unencrypted|inactive|off)\b/i;
const observedOn =
  /\b(?:is|are|was|were|been|remains?|found) (?:\w+ )?(?:allowed|enabled|permitted|possible|open|turned on|switched on|in use|used|accessible|readable|accepted|supported)\b/i;

const demandedNot =
  /\b(?:not|no longer) (?:be )?(?:required|mandatory|needed|necessary|enforced)\b|\boptional\b/i;
const demanded =
  /\b(?:must|shall|requires?|required|mandatory|enforced?|enabled|have to|has to|always|needs?|with(?:out)? exception|are encrypted|is encrypted|protected)\b/i;
const forbidden =
  /\b(?:forbidden|prohibited|banned|blocked|disabled|rejected|not (?:be )?(?:allowed|permitted|used|accepted|shared|connected|possible)|must not|may not|shall not|cannot|never|no longer accepted)\b|^no\b/i;
const allowed = /\b(?:may|can|allowed|permitted|accepted)\b/i;

/** 1 for on or allowed, 0 for off or forbidden, null when the clause says neither. */
export function findState(clause: Clause, setting: Setting, role: "rule" | "practice"): 0 | 1 | null {
  const isNamed = setting.pattern.test(clause.isCell ? clause.label : clause.text);
  // What is off then is a way around it.
  if (/bypass|exempt|exclu|except|allow-?list/i.test(clause.label)) return null;
  if (!isNamed || setting.not?.test(clause.named)) return null;
  if (clause.isCell) return findCellState(clause, role);
  return role === "practice" ? findObserved(clause.text, setting) : findDemand(clause.text, setting);
}

function findCellState({ label, value }: Clause, role: "rule" | "practice"): 0 | 1 | null {
  const isBlocking = blocking.test(label);
  if (
    off.test(value) ||
    /^(?:blocked|forbidden|prohibited|not (?:allowed|permitted|available))\b/i.test(value)
  )
    return isBlocking ? 1 : 0;
  if (on.test(value)) return isBlocking ? 0 : 1;
  // A rule's table says when and for whom: it is demanded then.
  return role === "rule" && !/\d/.test(value) && /^(?:at|all|every|for|before|in)\b/i.test(value) ? 1 : null;
}

function findObserved(text: string, { wanted }: Setting): 0 | 1 | null {
  if (wanted === "on") return observedOff.test(text) ? 0 : null;
  return observedOn.test(text) && !/\bnot\b|\bno\b/i.test(text) ? 1 : null;
}

function findDemand(text: string, { wanted }: Setting): 0 | 1 | null {
  if (wanted === "on") return demandedNot.test(text) ? 0 : demanded.test(text) ? 1 : null;
  return forbidden.test(text) ? 0 : allowed.test(text) ? 1 : null;
}

/** What a rule's sentence does with what it names: 1 it is demanded or allowed, 0 it is forbidden, null neither. */
export function findMode(
  sentence: string,
): { mode: "demanded" | "allowed" | "forbidden"; rest: string } | null {
  const modes = [
    [
      "forbidden",
      /\b(?:must|shall|may|can|are|is) ?not (?:be )?(?:allowed|permitted)?|\b(?:is|are) (?:forbidden|prohibited|banned)\b/i,
    ],
    ["demanded", /\b(?:must|shall|have to|has to)\b|\b(?:is|are) (?:required|mandatory)\b/i],
    ["allowed", /\b(?:may|can)\b|\b(?:is|are) (?:allowed|permitted)\b/i],
  ] as const;
  for (const [mode, pattern] of modes)
    if (pattern.test(sentence)) return { mode, rest: sentence.replace(pattern, " ") };
  return null;
}

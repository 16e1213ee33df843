// Parameters of signing in and of access.
import type { Parameter } from "./parameter.ts";

const remove =
  /\b(?:remov|revok|disabl|deactivat|clos(?:e|ed|es|ing)\b|withdr[ae]w|terminat|delet|suspend|ends?\b)/i;
const review = /\b(?:re-?certif|attest|(?:(?:re)?view|check|audit)(?:s|ed|ing)?\b)/i;

export const signInParameters: Parameter[] = [
  {
    name: "password length",
    unit: "characters",
    says: [/length|long\b|characters?|chars?\b|minimum|shorter/i],
    of: /passw|passphrase/i,
    not: /\b(?:pin|pins|user ?names?)\b/i,
    stronger: "more",
    about: /password/i,
  },
  {
    name: "password age",
    unit: "days",
    says: [/expir|chang|rotat|renew|replac|\bage\b|valid/i, /passw|\bage\b|periodic|expir/i],
    of: /passw/i,
    not: /histor|reus|lock|attempt|session|\blink|temporary|initial|default|minimum (?:password )?age|last (?:changed|saved)|suspect|key|notif|warn|remind/i,
    stronger: "less",
    about: /password/i,
  },
  {
    name: "password history",
    unit: "count",
    says: [/histor|reus|previous|remember|\blast\b|generation|earlier/i],
    of: /passw/i,
    not: /attempt|lock/i,
    stronger: "more",
    about: /password/i,
  },
  {
    name: "failed sign-ins before lockout",
    unit: "count",
    says: [
      /attempt|failed|failure|incorrect|invalid|wrong|tries|threshold/i,
      /lock|block|threshold|suspend/i,
    ],
    of: /lock|sign-?in|log-?[io]n|passw/i,
    not: /alert|alarm/i,
    stronger: "less",
    about: /lock|password/i,
  },
  {
    name: "lockout time",
    unit: "days",
    says: [/\block(?:ed|s|out|-out|ing)?\b/i, /account|users?\b|attempt|fail|lock-?out/i],
    of: /lock/i,
    not: /screen|session|idle|inactiv|laptop|workstation|device|computer|object|vault|legal|door|unused/i,
    stronger: "more",
    about: /lock|password/i,
  },
  {
    name: "screen lock delay",
    unit: "days",
    says: [
      /(?:screen|workstation|laptop|device|computer|desktop|display)s?\b.*\b(?:lock|saver)|\block.*\b(?:screen|workstation|laptop|computer|desktop)|auto-?lock/i,
    ],
    of: /lock|saver/i,
    not: /lost|stolen|object/i,
    stronger: "less",
    about: /screen|device|endpoint/i,
  },
  {
    name: "session idle time",
    unit: "days",
    says: [
      /\bidle\b|inactiv|without activity|session time-?out|sign(?:s|ed)? (?:\w+ ){0,2}out|log(?:s|ged)? (?:\w+ ){0,2}(?:off|out)|time-?out|unattended/i,
    ],
    of: /session|idle|activ|out\b|off\b/i,
    not: /accounts?\b|screen|\block|lifetime|absolute|regardless/i,
    stronger: "less",
    about: /session|activity/i,
  },
  {
    name: "session lifetime",
    unit: "days",
    says: [
      /session (?:lifetime|duration|length)|maximum session|absolute|ends? the session|sessions? (?:ends?|expires?|lasts?|is ended|are ended)|re-?authenticat/i,
    ],
    of: /session/i,
    not: /idle|inactiv|without activity|time-?out|accounts? (?:\w+ )?disabled/i,
    stronger: "less",
    about: /session|sign-in|administrator rights/i,
  },
  {
    name: "inactive account limit",
    unit: "days",
    says: [
      /account|user/i,
      /inactiv|unused|dormant|not (?:been )?used|no sign-?in|without (?:a )?(?:sign-?in|log-?in)|nobody has used|\bidle\b|not signed in/i,
    ],
    of: remove,
    not: /session|signed out/i,
    isRecurring: false,
    stronger: "less",
    about: /not been used|account/i,
  },
];

export const accessParameters: Parameter[] = [
  {
    name: "access removal deadline",
    unit: "days",
    says: [remove, /access|account|badge|rights?\b|credential/i],
    of: /leav|left\b|terminat|depart|dismiss|last (?:working )?day|employment|off-?board|\bexit|resign/i,
    not: /inactiv|unused|dormant|not (?:been )?used|review|temporary|role change|changes? (?:of )?(?:role|team)|new role|backup|retention|contract ends|customer data/i,
    isRecurring: false,
    stronger: "less",
    about: /leave|removed|access/i,
    columns: {
      from: /last.*day|terminat|leav|\bleft\b|end(?:ed|[ _]date)|departure|\bexit/i,
      to: /disab|remov|revok|deactiv|clos|access[ _]end/i,
    },
  },
  {
    name: "access review interval",
    unit: "days",
    says: [review, /access|account|entitlement|permission|rights\b|privilege|user list|users\b|membership/i],
    of: review,
    not: /\blogs?\b|\bpolic(?:y|ies)\b|firewall|supplier|\bcode\b|risk|activity|requests?\b|source/i,
    isRecurring: true,
    stronger: "less",
    about: /access rights|rights? .*review|users and rights|physical access/i,
  },
  {
    name: "access review removal deadline",
    unit: "days",
    says: [/remov|revok|chang|carried out|implement/i],
    of: /access review|recertif|reviews? of access/i,
    isRecurring: false,
    not: /leav|terminat|dismiss/i,
    stronger: "less",
    about: /review/i,
    columns: { from: /decision|decided/i, to: /complet|remov|implement|done/i },
  },
  {
    name: "time of elevated access",
    unit: "days",
    says: [
      /privileged|admin\w* (?:access|rights|roles?)|write rights|elevat|just-in-time/i,
      /expir|ends?\b|last(?:s|ed)?\b|limit|duration|maximum|at most|up to/i,
    ],
    of: /privileg|admin|rights|elevat/i,
    not: /review|idle|session/i,
    isRecurring: false,
    stronger: "less",
    about: /limited time|administrator rights/i,
  },
];

// What instructions to an analyser look like in English, whatever words stand between. Folded text: small letters,
// no accents, every white space one blank or line end. A blank in a pattern stands for either.

/** Where a command begins: a sentence, a clause, an item, or a word that leads to one. */
const start = String.raw`(?:^|[.:;!?,"'“”‘’«»(>*#|\n\]-] ?|\b(?:and|then|please|now|instead|simply|just|always|kindly|you must|you should|you shall|you will|you are to|is to) )`;

/** What is assessed, and how it would have to come out. */
const assessed =
  "(?:controls?|claims?|requirements?|criteria|criterion|points?|documents?|files?|evidence|polic(?:y|ies)|findings?|quotes?|passages?|frameworks?|submissions?|assessments?|sections?|statements?|checks?|screenshots?)";
const all =
  "(?:all|every|each|any|this|these)(?: of)?(?: the| these| its| our| those)?(?: (?:remaining|listed|above|following|compliance|security|applicable|related|single|other|soc ?2|iso ?27001|nist|gdpr|entire))*";
const outcome =
  "(?:(?:fully|completely|entirely|100 ?%|already|automatically|pre-?) ?)*(?:compliant|compliance|validated|approved|satisfied|met|passed|passing|pass|effective|implemented|corroborated|inferred|reviewed|verified|fulfilled|conformant|covered|supported|supports)";
const mark =
  "(?:mark|treat|classify|grade|rate|consider|count|accept|regard|label|score|deem|record|flag|assign|report|return|declare|set|tag|judge|conclude|assume|output|list)";
const machine = String.raw`\b(?:ai|llms?|gpt(?:-\w+)?|chatgpt|copilot|claude|gemini|(?:large )?language models?|chatbots?|(?:ai|automated|automatic|compliance|llm) (?:models?|analysis|reviewers?|analy[sz]ers?|assessors?|graders?|auditors?|agents?|assistants?|judges?|pipelines?)|analy[sz]ers?|evaluators?|graders?)\b`;
const reader = String.raw`(?:${machine}|\b(?:reviewers?|auditors?|validators?|assessors?|assistants?|models?|judges?|sceptics?)\b)`;

const told =
  "(?:instructions?|prompts?|directions?|directives?|commands?|context|training|programming|guardrails?)";
const before =
  "(?:previous|prior|above|earlier|preceding|foregoing|original|initial|former|existing|system|developer|safety)";
const dismiss =
  "(?:ignore|disregard|forget|override|overrule|bypass|neglect|dismiss|discard|drop|stop following|do not follow|no longer follow|set aside|pay no attention to)";
/** Said about something particular, it is how one rule replaces another: "disregard earlier instructions on badges". */
const notAbout =
  "(?! ?(?:on|about|regarding|concerning|for|issued|given|from|relating|sent|received|if|unless|when|published)\\b)";
const notDenied = String.raw`(?<!\b(?:not|never|cannot|can't|don't|nobody|no one|nor|without|may|who|that|they|would)(?: \w+)? )`;

const dismissals = [
  String.raw`${notDenied}\b${dismiss} (?:(?:all|any|every|everything|the|of|these|those|your|my|other|and|its) ){0,4}(?:${before}(?: (?:and|or) )?){1,2}(?: ?(?:system|safety|assessment|evaluation|analysis|review|grading|user|audit))? ?\b${told}\b${notAbout}`,
  String.raw`${notDenied}\b${dismiss} (?:all (?:of )?(?:your|the|my)|all|any of your|your)(?: (?:system|safety|own|default|internal|usual))? (?:${told}|rules|guidelines|guards?|checks|policies|criteria)\b${notAbout}`,
  String.raw`${notDenied}\b${dismiss} (?:everything|anything|all|what|whatever)(?: that)?(?: (?:you (?:were|have been|are|was) (?:told|given|instructed|asked)|(?:stated |written |said )?(?:above|before this)))`,
  String.raw`${notDenied}\b${dismiss} the (?:text|instructions?|prompts?|rules|content) (?:above|before this|you were given)${notAbout}`,
  String.raw`\b(?:new|updated|revised|hidden|secret|priority|override|real|actual) (?:system )?(?:instructions?|prompt|task|objective|persona|directive) (?:for (?:you|the (?:ai|model|assistant|analy[sz]er))|:|follows? ?:|from (?:the )?(?:system|developer|admin))`,
  String.raw`\byour (?:new|real|actual|only|true|updated) (?:task|role|instructions?|objective|goal|job|directive)s? (?:is|are|:)`,
];

const commands = [
  String.raw`${start}(?:you )?${mark} (?:that )?(?:${all} ${assessed}|everything|it all|them all|this company|this organi[sz]ation|this vendor|[a-z]{1,3}\.?\d+(?:\.\d+)*)(?: (?:in|of|from|for|below|above|here|on|within)(?: [^.!?\n]{0,50}?)?)?,? (?:as|to|is|are|to be|=|has|have) (?:been |being |a |the |grade )?["'“]?${outcome}\b`,
  String.raw`${start}(?:approve|validate|accept|pass|confirm|certify|promote|upgrade|raise) (?:all|every|each|any)(?: of)?(?: the| these| its| our)?(?: \w+)? (?:claims?|quotes?|verdicts?|inferences)\b`,
  String.raw`${start}(?:approve|validate|accept|pass|confirm|certify|promote|upgrade|raise) ${all} ${assessed}\b[^.!?]{0,60}\b(?:without|regardless|automatically|no matter|immediately|unconditionally|irrespective)\b`,
  String.raw`\b(?:do not|don't|never|no need to|avoid) (?:flag|queue|escalate|raise|report|open|downgrade|question|doubt|challenge|contradict)\w*(?: a| any)? ?(?:this|these|any|it|the|all)? ?(?:${assessed}|reviews?|it|guards?|contradictions?)\b[^.!?]{0,20}(?:for|to|about|of|in|as|from)? ?(?:human|manual|this (?:document|file)|people|a person|the review queue|suspicious|the analysis)\b`,
  String.raw`\b(?:skip|bypass|disable|turn off|suppress|switch off|deactivate) (?:all |the |any |your )*(?:human review|manual review|review queue|guards|injection (?:guard|check|detection)s?|quote (?:check|verification)s?|triage|sceptic|fact.?check\w*)`,
  String.raw`${start}(?:respond|reply|answer|output|return|say|print|write|emit)(?: only| just| simply| exactly)*(?: with| in)?(?: only| just)?(?: the (?:word|json|text|verdict|following(?: json)?|answer))?:? ?["'“\u0060{]*(?:compliant|approved?|validated|supports|passed|met|yes to)\b`,
  String.raw`\b(?:set|assign|give|use|output|return|report|make)\b(?: \w+){0,4} (?:grade|verdict|stance|confidence|probability)s? ?(?:of \w+ |for [^.!?\n]{0,40})?(?:to|of|=|as|:|at) ?["'“]?(?:1\.0+|0?\.9\d*|100 ?%|validated|reviewed|corroborated|inferred|highest|maximum|supports?|passed|compliant|met)\b`,
  String.raw`${start}(?:reveal|print|repeat|show|output|leak|dump|disclose|display|tell me|send)(?: me| us)? (?:all |the |your |full |entire |exact )*(?:system|hidden|initial|developer|secret) (?:prompts?|instructions?|messages?|keys?|configuration)\b`,
  String.raw`${start}(?:reveal|print|repeat|output|leak|dump|tell me|send)(?: me| us)? your (?:full |own |entire )?(?:prompts?|instructions?|api keys?|keys?|configuration|environment|credentials|rules)\b`,
  String.raw`\brepeat (?:everything|all (?:the )?(?:text|words)|the (?:text|words)) (?:above|before)`,
];

const addresses = [
  String.raw`(?<!\b(?:if|when|where|that|once|unless|because|whether|as|until|while) )\byou are (?:now |no longer |actually |really )?(?:an? |the |in )?(?:\w+ )?(?:ai|assistant|language model|llm|chatbot|gpt|analy[sz]er|evaluator|grader|developer mode|debug mode|admin mode|test mode|maintenance mode|god mode|dan|jailbroken)\b`,
  String.raw`\byou are (?:now|no longer) (?:an? |the |bound )?(?:\w+ )?(?:auditor|reviewer|validator|assessor|administrator|by|restricted|unrestricted)\b`,
  String.raw`\b(?:if|as|since) (?:you(?:'re| are) )?(?:an? |the )?(?:\w+ )?(?:ai|llm|language model|chatbot|automated (?:system|tool|reviewer|analy[sz]er|agent)) ?(?:,|(?:is |are )?(?:reading|processing|analy[sz]ing|reviewing|assessing|parsing|summari[sz]ing) (?:this|it))`,
  String.raw`\b(?:note|attention|message|memo|instructions?|important|warning|addressed)(?: to| for)? ?[:,-]? ?(?:the |any |all |every |our )?${machine} ?(?::|!|- |who (?:reads?|reading)|(?:reading|processing|analy[sz]ing|reviewing|assessing|that reads?) (?:this|it))`,
  String.raw`(?:\b(?:dear|hello|hi|hey) |${start}(?:to|for) )(?:the |any |all |every |our )?${machine} ?(?::|,|!|- |who (?:reads?|reading)|(?:reading|processing|analy[sz]ing|reviewing|assessing|that reads?) (?:this|it))`,
  String.raw`${machine}[^.!?]{0,40}\b(?:must|should|shall|is to|are to|needs? to|has to|have to|please|will)\b[^.!?]{0,30}\b(?:${dismiss}|${mark}|approve|validate|skip)\b[^.!?]{0,60}\b(?:as ${outcome}|(?:all|these|its|their|your|any) (?:${before} )?(?:controls|claims|requirements|criteria|points|rules|${told})|everything as)`,
  String.raw`${reader}[^.!?]{0,20}\b(?:must|should|shall|please|will)\b[^.!?]{0,20}\b${mark} (?:this (?:document|file|evidence|submission)|all (?:controls|claims|requirements|criteria|points)) as ${outcome}\b`,
  String.raw`\b(?:pretend|act as if|act as though|imagine|assume) (?:that )?(?:you (?:are|have|were)|there (?:is|are) no (?:rules|restrictions|guards))\b[^.!?]{0,60}\b(?:ai|assistant|auditor|reviewer|validator|rules|restrictions|evidence|approved|human|seen)\b`,
  String.raw`\bfrom now on,? (?:you (?:are|act|respond|answer|will (?:act|respond|answer|approve|behave|always|mark|treat|only))|always (?:respond|answer|approve|mark)|respond|answer|approve|mark (?:all|every))\b`,
  String.raw`\b(?:i am|this is) (?:the|your) (?:developer|creator|system administrator|administrator|operator|owner of this (?:system|model)|system)\b[^.!?]{0,10}[.,:;!-]`,
  String.raw`\b(?:system|admin|administrator|developer|root|operator) override\b ?(?::|-|code|enabled|activated|accepted|authori[sz]ed)`,
];

const value = String.raw`["'\u0060“”\\]*`;
const imitations = [
  String.raw`<\|(?:system|assistant|user|im_start|im_end|endoftext|developer|eot_id|start_header_id|end_header_id)\|>|<\/?(?:instructions?|tool_(?:call|result|use|response)\w*|function_(?:calls?|results?)|im_start|im_end|untrusted\w*|document_(?:text|content)|system_(?:prompt|message)\w*)(?: [^>\n]{0,80})?>`,
  String.raw`<\/(?:system|assistant|user|human|tool|developer|prompt)>|<(?:system|assistant|developer)(?: [^>\n]{0,80})?> ?(?:you\b|ignore|disregard|approve|mark|treat|all\b|the (?:ai|model|document|analy[sz]er))`,
  String.raw`\[\/?(?:inst|sys|system[_ ](?:prompt|message|override|note|instructions?))\]|<<\/?sys>>|\{\{[#/]?(?:system|assistant|user)\b`,
  String.raw`(?:^|[\n|>#*\].!?-]) ?#{0,6} ?\[?(?:system|assistant|developer|human|tool|user)(?: (?:prompt|message|note|override|instructions?|output|result|response|update))?\]? ?: ?(?:you\b|ignore|disregard|forget|the (?:ai|model|assistant|analy[sz]er|document|control|reviewer)\b|approv|mark|treat|validat|override|all (?:controls|claims|requirements|checks)|sure\b|of course|certainly|new (?:task|instruction)|i (?:have|will|can|confirm)\b|quote verified|verification (?:passed|complete))`,
  String.raw`\b(?:system prompt|developer (?:prompt|message))s? ?(?::|=|update|override|begins?|ends?|follows)`,
  String.raw`\b(?:begin|start of|end of|end) (?:of )?(?:the )?(?:system|hidden|priority|admin|override|untrusted|user|document|new)[ _](?:prompt|instructions?|messages?|input|data|text|content)\b ?(?:[-=*#\n\]>.:]|$)[^.!?]{0,80}\b(?:system|instruction|ignore|approve|mark|begin|new|assistant|you)\b`,
  String.raw`\bstance${value} ?[:=] ?${value}(?:supports|partly|contradicts)\b`,
  String.raw`\b(?:grade|verdict)s?${value} ?[:=] ?${value}(?:validated|corroborated|inferred|supports|fully supported)\b`,
  String.raw`\b(?:point_?id|passage_?id|requirement_?id|claim_?id)${value} ?[:=][^\n]{0,160}\b(?:stance|verdict|grade|quotes?|probability|supports|validated|approved?)\b`,
  String.raw`\bguards?${value} ?[:=] ?\[ ?\]|\b(?:probability|confidence)${value} ?[:=] ?${value}(?:1(?:\.0+)?|0?\.9\d+)${value} ?[,}|\n][^\n]{0,120}\b(?:quotes?|stance|verdict|grade|guards?|says)\b`,
  String.raw`\b(?:quotes?|stance|verdict|grade)${value} ?[:=][^\n]{0,120}\b(?:probability|confidence)${value} ?[:=] ?${value}(?:1(?:\.0+)?|0?\.9\d+)`,
  String.raw`\brole${value} ?[:=] ?${value}(?:system|assistant|developer|tool)${value} ?[,|;] ?${value}content${value} ?[:=]`,
  String.raw`\b(?:tool_calls?|function_call|tool_use)${value} ?[:=]`,
  String.raw`\b(?:approve_claim|decide_review|set_grade|submit_decision|promote_claim|mark_compliant|validate_claims?|approve_all)\b ?\(?`,
];

export const englishPhrases: readonly string[] = [...dismissals, ...commands, ...addresses, ...imitations];

/** The same without blanks, for words whose letters stand apart. */
export const compactPhrases: readonly string[] = [
  "(?:ignore|disregard|forget|override|bypass)(?:all|any|every|the|your|my|of|these|previous|prior|above|earlier|system){1,5}(?:instructions?|prompts?|rules|guidelines|commands?)",
  String.raw`(?:mark|treat|approve|validate|classify|grade|consider)(?:all|every|everything|this)\w{0,40}(?:compliant|validated|approved|satisfied|controls|claims|requirements)`,
  String.raw`youarenow\w{0,12}(?:ai|assistant|auditor|reviewer)`,
  "(?:reveal|print|repeat|show)(?:your|the)?(?:system|hidden)(?:prompt|instructions?)",
];

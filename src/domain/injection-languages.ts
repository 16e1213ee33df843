// What instructions to an analyser look like in other languages: to drop its instructions, to let things pass, and
// who it is. Written as people write; compiled on folded text (small letters, no accents).

const languages: Record<string, readonly string[]> = {
  french: [
    String.raw`\b(?:ignor(?:e|ez|ons)|oubli(?:e|ez|ons)|ne (?:tiens|tenez) (?:pas|aucun) compte|(?:fais|faites) abstraction|neglige[zr]?)\b[^.!?]{0,30}\b(?:instructions?|consignes?|directives?|invites?|ordres?)\b[^.!?]{0,15}\b(?:précédentes?|précédents?|antérieure?s?|ci-dessus|initiales?|du système|reçues)\b`,
    String.raw`\b(?:marqu(?:e|ez)|considér(?:e|ez)|class(?:e|ez)|trait(?:e|ez)|déclar(?:e|ez)|not(?:e|ez))\b (?:donc |maintenant )?(?:tous|toutes|tout|ce|cette|chaque)\b[^.!?]{0,50}\b(?:comme|en tant que)\b[^.!?]{0,20}\b(?:conforme|validé|approuvé|satisfait|respecté)`,
    String.raw`(?:^|[.:;!?,"«(\n-] ?|\b(?:et|puis|veuillez|maintenant) )(?:approuve|approuvez|approuver|validez|valider|accepte[zr]?) (?:tous|toutes) (?:les|ces) (?:contrôles|exigences|affirmations|critères|preuves|points)\b`,
    String.raw`\b(?:vous êtes|tu es) (?:maintenant |désormais )?(?:une? )?(?:ia|assistant ia|intelligence artificielle|modèle de langage|analyseur|évaluateur automatique)\b`,
    String.raw`\b(?:à l'attention de|note (?:à|pour)|message (?:à|pour)) (?:l'|la |le )?(?:ia|intelligence artificielle|assistant ia|modèle de langage|analyseur automatique)\b`,
  ],
  german: [
    String.raw`\b(?:ignorier(?:e|en|t)|missachte(?:n|t)?|vergiss|vergessen sie|überspringe(?:n)?|verwirf|verwerfen sie)\b[^.!?]{0,20}\b(?:vorherig|vorangegangen|vorangehend|bisherig|obig|früher|vorstehend|ursprünglich)\w*[^.!?]{0,20}\b(?:anweisung|instruktion|vorgabe|befehl|prompt|systemanweisung)`,
    String.raw`\b(?:ignorier(?:e|en sie)|vergiss|vergessen sie) (?:alle|all) (?:deine|ihre|die)? ?(?:anweisung|instruktion|regeln|vorgabe|prompt)`,
    String.raw`\b(?:vorherig|bisherig|obig|früher|vorangegangen)\w* (?:anweisung|instruktion|prompt|befehl)\w* (?:sind zu |bitte |nun |jetzt )?(?:ignorieren|vergessen|missachten)\b`,
    String.raw`\b(?:markiere?|bewerte|klassifiziere|stufe|behandle|betrachte|erkläre|kennzeichne|werte|(?:markieren|bewerten|klassifizieren|stufen|behandeln|betrachten|erklären|kennzeichnen|werten) sie)\b (?:bitte |nun |jetzt )?(?:alle|dieses|diese|jede|jeden|sämtliche)\b[^.!?]{0,50}\b(?:als|für)\b[^.!?]{0,20}\b(?:konform|erfüllt|validiert|genehmigt|bestanden|wirksam)`,
    String.raw`\b(?:genehmige|bestätige|(?:genehmigen|bestätigen|validieren) sie|validiere)\b (?:bitte |nun |jetzt )?(?:alle|sämtliche) (?:kontrollen|anforderungen|aussagen|kriterien|nachweise|maßnahmen|massnahmen)`,
    String.raw`\b(?:du bist|sie sind) (?:jetzt |nun |ab sofort )?(?:eine? )?(?:ki|ki-\w+|sprachmodell|künstliche intelligenz|analysator|automatischer prüfer)\b`,
    String.raw`\b(?:hinweis|nachricht|anweisung|achtung)(?: an| für)?,? (?:die |das |den |alle )?(?:ki|ki-\w+|sprachmodell|künstliche intelligenz|analyseprogramm|automatischen prüfer)\b ?[:,-]`,
  ],
  spanish: [
    String.raw`\b(?:ignor(?:a|e|en|ad)|olvid(?:a|e|en)|descart(?:a|e)|haz caso omiso de|haga caso omiso de|no (?:tengas|tenga) en cuenta|omit(?:e|a))\b[^.!?]{0,30}\b(?:instrucci\w+|indicaci\w+|órdenes|directrices|directivas)\b[^.!?]{0,15}\b(?:anterior(?:es)?|previas?|de arriba|del sistema|precedentes|recibidas)\b`,
    String.raw`\b(?:marca|marque|considera|considere|clasifica|clasifique|trata|trate|califica|califique|declara|declare)\b (?:todos|todas|este|esta|cada)\b[^.!?]{0,50}\b(?:como)\b[^.!?]{0,20}\b(?:conforme|cumplid|validad|aprobad|satisfech|cumple)`,
    String.raw`(?:^|[.:;!?,"«(¡\n-] ?|\b(?:y|luego|ahora|por favor) )(?:aprueba|apruebe|valida|valide|acepta|acepte) tod[oa]s (?:los|las) (?:controles|requisitos|afirmaciones|criterios|evidencias|puntos)\b`,
    String.raw`\b(?:eres|usted es) (?:ahora )?(?:una? )?(?:ia|asistente de ia|inteligencia artificial|modelo de lenguaje|analizador)\b`,
    String.raw`\b(?:nota|mensaje|atención|aviso)(?: para| a)? ?:? (?:la |el )?(?:ia|inteligencia artificial|modelo de lenguaje|asistente de ia)\b ?[:,-]`,
  ],
  italian: [
    String.raw`\b(?:ignor(?:a|ate|are|i)|dimentica(?:te|re)?|trascura(?:te)?|non (?:considerare|tenere conto))\b[^.!?]{0,30}\b(?:istruzion\w|indicazion\w|direttiv\w|ordini)\b[^.!?]{0,15}\b(?:precedent\w|sopra|anterior\w|di sistema|ricevut\w)`,
    String.raw`\b(?:ignor(?:a|ate|are|i)|dimentica(?:te)?)\b[^.!?]{0,20}\bprecedenti (?:istruzion|indicazion|direttiv)`,
    String.raw`\b(?:contrassegna|segna|considera|classifica|tratta|valuta|dichiara)(?:te|re)? (?:tutt[ie]|questo|questa|ogni)\b[^.!?]{0,50}\b(?:come)\b[^.!?]{0,20}\b(?:conform|soddisfatt|convalidat|approvat|superat)`,
    String.raw`(?:^|[.:;!?,"«(\n-] ?|\b(?:e|poi|ora) )(?:approva|convalida|accetta)(?:te)? tutt[ie] (?:i|le|gli) (?:controlli|requisiti|affermazioni|criteri|prove|punti)\b`,
    String.raw`\b(?:sei|lei è) (?:ora |adesso )?(?:un'|un |una )?(?:ia|assistente ia|intelligenza artificiale|modello linguistico|analizzatore)\b`,
  ],
  portuguese: [
    String.raw`\b(?:ignor(?:e|a|em)|esque[cç]a|esqueçam|desconsider(?:e|em|a)|não (?:considere|siga))\b[^.!?]{0,30}\b(?:instruç\w+|orientaç\w+|ordens|diretrizes|comandos)\b[^.!?]{0,15}\b(?:anterior\w*|prévias?|acima|do sistema|recebidas)\b`,
    String.raw`\b(?:marque|marca|considere|classifique|trate|avalie|declare)\b (?:todos|todas|este|esta|cada)\b[^.!?]{0,50}\b(?:como)\b[^.!?]{0,20}\b(?:conforme|cumprid|validad|aprovad|atendid|satisfeit)`,
    String.raw`(?:^|[.:;!?,"«(\n-] ?|\b(?:e|depois|agora|por favor) )(?:aprove|valide|aceite) tod[oa]s (?:os|as) (?:controlos|controles|requisitos|afirmações|critérios|evidências|pontos)\b`,
    String.raw`\b(?:você é|tu és) (?:agora )?(?:uma? )?(?:ia|assistente de ia|inteligência artificial|modelo de linguagem|analisador)\b`,
  ],
  dutch: [
    String.raw`\b(?:negeer|negeert|vergeet|verwerp|sla)\b[^.!?]{0,20}\b(?:vorige|voorgaande|eerdere|bovenstaande|voorafgaande)\b[^.!?]{0,20}\b(?:instructies?|opdrachten|aanwijzingen|prompts?|regels)\b`,
    String.raw`\b(?:markeer|beschouw|classificeer|behandel|beoordeel|verklaar)\b (?:alle|dit|deze|elke)\b[^.!?]{0,50}\b(?:als)\b[^.!?]{0,20}\b(?:conform|voldaan|gevalideerd|goedgekeurd|geslaagd|compliant)`,
    String.raw`(?:^|[.:;!?,"(\n-] ?|\b(?:en|dan|nu) )(?:keur|valideer|accepteer) alle (?:controles|maatregelen|eisen|vereisten|claims|criteria|bewijzen)\b`,
    String.raw`\b(?:je bent|jij bent|u bent) (?:nu |vanaf nu )?(?:een )?(?:ai|ai-\w+|taalmodel|kunstmatige intelligentie|analysator)\b`,
  ],
  polish: [
    String.raw`\b(?:zignoruj|ignoruj|zapomnij|pomiń|pomin|odrzuć|nie uwzględniaj)\w*\b[^.!?]{0,20}\b(?:poprzedni|wcześniejsz|powyższ|dotychczasow)\w*[^.!?]{0,20}\b(?:instrukcj|poleceni|poleceń|wytyczn|komend)`,
    String.raw`\b(?:oznacz|uznaj|zaklasyfikuj|potraktuj|traktuj|oceń)\w* (?:wszystkie|ten|to|każd\w+)\b[^.!?]{0,50}\b(?:jako|za)\b[^.!?]{0,20}(?:zgodn|spełnion|zatwierdzon|zweryfikowan)`,
    String.raw`\b(?:zatwierdź|zaakceptuj|potwierdź) wszystkie (?:kontrole|wymagania|twierdzenia|kryteria|dowody|zabezpieczenia)`,
    String.raw`\b(?:jesteś) (?:teraz )?(?:sztuczną inteligencją|modelem językowym|asystentem ai|analizatorem)\b`,
  ],
  russian: [
    "(?:игнорируй|проигнорируй|забудь|отбрось|не обращай(?:те)? внимания на|не учитывай)[а-я]*[^.!?]{0,20}(?:предыдущ|прежн|вышеуказан|приведенн|изначальн)[а-я]*[^.!?]{0,20}(?:инструкц|указани|команд|правил|подсказ)",
    "(?:отметь|пометь|считай|оцени|классифицируй|признай)(?:те)? (?:все|этот|данный|кажд[а-я]+)[^.!?]{0,60}(?:как|соответству|выполненн|подтвержденн|одобренн|утвержденн)[^.!?]{0,30}(?:соответству|выполнен|подтвержден|одобрен|утвержден|требовани)",
    "(?:одобри|утверди|подтверди|прими)(?:те)? все (?:контроли|требования|утверждения|критерии|доказательства|меры)",
    "(?:ты|вы) (?:теперь |сейчас )?(?:ии-|искусственный интеллект|языковая модель|ассистент ии|анализатор)",
  ],
  chinese: [
    String.raw`(?<!不得|不能|不可|不应|请勿|不要)(?:忽略|无视|忘记|忽視|無視|不要理会|不要遵守)[^。！？\n]{0,10}(?:之前|以前|先前|上述|以上|前面|此前|原有)[^。！？\n]{0,8}(?:指令|指示|提示词|提示|说明|命令|規則|规则)`,
    String.raw`(?:请)?(?:将|把)(?:所有|全部|本|此|每个|这份)[^。！？\n]{0,14}(?:标记|评定|判定|视|认定|标为|归类)[为為成]?[^。！？\n]{0,4}(?:合规|已验证|通过|批准|符合|有效|满足|合規)`,
    "(?:批准|通过|验证)所有(?:控制|要求|声明|主张|证据|控制措施)(?:项)?(?:，|。|$|并|而)",
    "你(?:现在)?是(?:一个|一名)?(?:ai|人工智能|语言模型|分析器|大模型|审核助手)",
    "(?:致|给)(?:所有)?(?:ai|人工智能|语言模型|大模型|分析系统)",
  ],
  japanese: [
    String.raw`(?:以前|これまで|上記|前|先|従来|それまで)の?(?:すべて|全て)?の?[^。！？\n]{0,8}(?:指示|命令|プロンプト|指令|ルール)[^。！？\n]{0,4}(?:を)?(?:無視|忘れ|破棄)(?!してはなら|しない|せず|することは|してはいけ)`,
    String.raw`(?:すべて|全て|全部|この|本)の?(?:統制|管理策|要件|主張|項目|コントロール|文書|証拠|要求事項)を?[^。！？\n]{0,10}(?:適合|準拠|承認|合格|検証)(?:済み)?(?:として|と|に)(?:マーク|判定|評価|扱|して|分類|みな)`,
    "(?:すべて|全て)の(?:主張|クレーム|統制|管理策|要件)を(?:承認|検証)(?:してください|せよ|しなさい)",
    String.raw`あなたは(?:今から|これから)?[^。\n]{0,6}(?:ai|人工知能|言語モデル|アシスタント|分析器)(?:です|として)`,
  ],
};

export const foreignPhrases: readonly string[] = Object.values(languages).flat();

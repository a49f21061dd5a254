// The evidence of a collection as it stands in the page: columns become namings that know their words, outlet and voice.

export const VOICES = ["outlet", "quoted", "reported", "scare", "rejected"];
export const CATEGORIES = ["delegitimising", "neutral", "legitimising"];
export const UNSURE = 0.75;

export const VOICE_WORDS = {
  outlet: "the outlet’s own word",
  quoted: "someone’s word, quoted",
  reported: "someone’s word, reported",
  scare: "held at a distance",
  rejected: "denied",
};

export function readPayload(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export function openCollection(payload) {
  const { namings: columns, texts, articles } = payload;
  const relations = new Map();
  const bySpan = payload.spans || { text: [] };
  bySpan.text.forEach((text, i) => {
    if (!relations.has(text)) relations.set(text, []);
    relations.get(text).push({ relation: bySpan.relation[i], role: bySpan.role[i], start: bySpan.start[i], end: bySpan.end[i] });
  });
  const namings = columns.text.map((text, i) => {
    const article = columns.article[i];
    const person = columns.person[i] < 0 ? null : payload.people[columns.person[i]];
    return {
      number: i, text, article, start: columns.start[i], end: columns.end[i],
      term: payload.terms[columns.term[i]], voice: VOICES[columns.voice[i]], form: columns.form[i] ? "modifier" : "noun",
      person, type: columns.type[i] < 0 ? null : payload.sourceTypes[columns.type[i]],
      confidence: columns.confidence ? columns.confidence[i] : null, relation: columns.relation[i],
      outlet: articles.outlet[article], story: articles.story[article], date: articles.date[article],
    };
  });
  const inText = new Map();
  for (const naming of namings) {
    if (!inText.has(naming.text)) inText.set(naming.text, []);
    inText.get(naming.text).push(naming);
  }
  return { ...payload, columns, namings, spansOf: (text) => relations.get(text) || [], namingsOf: (text) => inText.get(text) || [], text: textReader(payload, texts) };
}

// Texts lie in the page, or in files beside it that are fetched when they are asked for, so many texts to a file.
function textReader(payload, texts) {
  const { sidecar } = payload;
  if (!sidecar) return (number) => Promise.resolve(texts.text[number]);
  const parts = new Map();
  const arrived = new Map();
  globalThis.framingTexts = (part, words) => arrived.get(part)?.(words);
  const fetchPart = (part) => new Promise((resolve, reject) => {
    arrived.set(part, resolve);
    const script = document.createElement("script");
    script.src = `${sidecar.base}-${part}.js`;
    script.onerror = () => reject(new Error(`${sidecar.base}-${part}.js is not beside this page`));
    document.head.append(script);
  });
  return async (number) => {
    const part = Math.floor(number / sidecar.size);
    if (!parts.has(part)) parts.set(part, fetchPart(part));
    return (await parts.get(part))[number % sidecar.size];
  };
}

export const isUnsure = (naming) => naming.confidence !== null && naming.confidence !== undefined && naming.confidence < UNSURE;

// Who used the word: the outlet itself, a kind of source, or somebody who was not found.
export function ownerOf(naming) {
  if (naming.voice === "outlet") return "outlet";
  return naming.type || (naming.person ? "kind not known" : "nobody found");
}

export function kindName(type) {
  const names = { nobody: "", civil_society: "civil society", culture_sport: "culture and sport", "nobody found": "speaker not found", "kind not known": "speaker of unknown kind" };
  return names[type] || type;
}

export function tellVoice(naming, outlet) {
  const kind = naming.type ? ` (${kindName(naming.type)})` : "";
  const who = naming.person ? `${naming.person}${kind}` : null;
  switch (naming.voice) {
    case "outlet": return `${outlet}’s own word`;
    case "quoted": return who ? `quoted from ${who}` : "quoted; the speaker was not found";
    case "reported": return who ? `reported as the word of ${who}` : "reported; the speaker was not found";
    case "scare": return who ? `the word of ${who}, held at a distance` : "held at a distance: in scare quotes, or “so-called”";
    default: return who ? `denied, in words of ${who}` : "denied: the sentence says the word does not apply";
  }
}

export function tell(naming, words, outlet) {
  const what = `“${words}”: ${naming.term.category} for ${targetName(naming.term.target)}, ${tellVoice(naming, outlet)}`;
  const sure = isUnsure(naming) ? `. The program is not sure whose word it is (${Math.round(100 * naming.confidence)} %)` : "";
  return `${what}${sure}.`;
}

export const targetName = (target) => target.replaceAll("-", " ").replaceAll("_", " ");

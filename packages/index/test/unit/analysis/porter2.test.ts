import { describe, expect, test } from "vitest";
import { IRREGULAR_FORMS } from "../../../src/analysis/irregular-forms.ts";
import { stemPorter2 } from "../../../src/analysis/porter2.ts";
import { STOPWORDS } from "../../../src/analysis/stopwords.ts";

/** Each situation with its pairs of word and stem. The whole vocabulary is compared in test/property/. */
const SITUATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "one and two letters stay": { a: "a", as: "as", "'s": "'s", by: "by" },
  "a possessive ending falls": { "anna's": "anna", "dogs'": "dog", "boss's'": "boss", "a''": "a'" },
  "a leading apostrophe falls, one inside stays": { "'tis": "tis", "'yes": "yes", "o'clock": "o'clock" },
  "a plural s falls only when a vowel stands further off": { gaps: "gap", kiwis: "kiwi", gas: "gas", this: "this" },
  "sses loses es; us and ss stay": { caresses: "caress", virus: "virus", class: "class" },
  "ies and ied leave i, or ie behind a single letter": { cries: "cri", cried: "cri", ties: "tie", died: "die" },
  "eed shrinks only inside R1": { agreed: "agre", feed: "feed", bleed: "bleed", exceedly: "exce" },
  "ed and ing fall when a vowel is left": { walked: "walk", walking: "walk", sing: "sing", bled: "bled" },
  "a cut stem gets its e back": { luxuriated: "luxuri", troubled: "troubl", sized: "size", hoping: "hope" },
  "a doubled letter is undone": { hopping: "hop", planned: "plan", added: "ad", falling: "fall" },
  "edly and ingly fall like ed and ing": { repeatedly: "repeat", lovingly: "love" },
  "a final y softens behind a consonant only": { cry: "cri", happy: "happi", say: "say", enjoy: "enjoy" },
  "y at the start or behind a vowel is a consonant": { youth: "youth", yly: "yli", yyy: "yyy", buying: "buy" },
  "long derivations become short ones": { relational: "relat", conditional: "condit", digitizer: "digit" },
  "nouns of quality lose their ending": { hopefulness: "hope", callousness: "callous", decisiveness: "decis" },
  "abilities lead to able": { sensibility: "sensibl", formality: "formal", possibly: "possibl" },
  "ogi needs an l before it": { geology: "geolog", pedagogy: "pedagogi" },
  "li falls behind one of ten letters only": { kindly: "kind", quickly: "quick", wooly: "wooli", surely: "sure" },
  "icate, iciti and ical lead to ic": { triplicate: "triplic", electricity: "electr", electrical: "electr" },
  "ative falls in R2 only": { formative: "format", demonstrative: "demonstr", native: "nativ" },
  "step 4 endings fall in R2 only": { revival: "reviv", allowance: "allow", adjustment: "adjust", cement: "cement" },
  "ion needs an s or t before it": { adoption: "adopt", precision: "precis", companion: "companion" },
  "a final e falls unless it closes a short word": { probate: "probat", rate: "rate", cease: "ceas", late: "late" },
  "ll loses an l in R2 only": { controll: "control", roll: "roll", install: "instal" },
  "gener, commun and arsen fix R1": {
    generate: "generat",
    general: "general",
    communism: "communism",
    arsenal: "arsenal",
  },
  "exceptional words have stems of their own": { skis: "ski", skies: "sky", dying: "die", idly: "idl", early: "earli" },
  "some words must not be touched": { news: "news", howe: "howe", atlas: "atlas", bias: "bias", andes: "andes" },
  "some words end after the plural": { innings: "inning", herrings: "herring", proceeds: "proceed", outing: "outing" },
  "words with other characters come back as they are": {
    "3rd": "3rd",
    cafés: "cafés",
    Running: "Running",
    "a-bombs": "a-bombs",
  },
};

describe("stemPorter2", () => {
  test.each(Object.entries(SITUATIONS))("%s", (_situation, pairs) => {
    const stems = Object.fromEntries(Object.keys(pairs).map((word) => [word, stemPorter2(word)]));
    expect(stems).toEqual(pairs);
  });

  test("the empty word is its own stem", () => {
    expect(stemPorter2("")).toBe("");
  });

  test("a word longer than the scratch buffer is stemmed all the same", () => {
    expect(stemPorter2(`${"ab".repeat(500)}izations`)).toBe("ab".repeat(500));
  });

  test("a long word leaves nothing behind for the next one", () => {
    stemPorter2("antidisestablishmentarianism");
    expect(stemPorter2("cat")).toBe("cat");
    stemPorter2("organisé");
    expect(stemPorter2("dogs")).toBe("dog");
  });
});

describe("the tables that run before the stemmer", () => {
  test("an irregular form leads to a base that is not itself a form", () => {
    const chained = [...IRREGULAR_FORMS].filter(([, base]) => IRREGULAR_FORMS.has(base));
    expect(chained).toEqual([]);
  });

  test("no irregular entry is one the stemmer would join by itself", () => {
    const idle = [...IRREGULAR_FORMS].filter(([form, base]) => stemPorter2(form) === stemPorter2(base));
    expect(idle).toEqual([]);
  });

  test("no stopword stands on either side of an irregular entry", () => {
    const stopped = [...IRREGULAR_FORMS].filter(([form, base]) => STOPWORDS.has(form) || STOPWORDS.has(base));
    expect(stopped).toEqual([]);
  });

  test("irregular forms meet the regular forms of their base", () => {
    const joined = ["went", "gone", "goes"].map((form) => stemPorter2(IRREGULAR_FORMS.get(form) ?? form));
    expect(joined).toEqual(["go", "go", stemPorter2("going")]);
    expect(IRREGULAR_FORMS.get("children")).toBe("child");
    expect(IRREGULAR_FORMS.get("better")).toBeUndefined();
  });

  test("question words, auxiliaries, and contractions in both spellings are stopwords", () => {
    const cues = ["what", "when", "how", "did", "may", "been", "don't", "dont", "i'm", "im", "they'd", "theyd", "i'll"];
    expect(cues.filter((word) => !STOPWORDS.has(word))).toEqual([]);
  });

  test("words a contraction would collide with are no stopwords", () => {
    const words = ["shell", "hell", "shed", "wed", "ill", "id", "like", "go"];
    expect(words.filter((word) => STOPWORDS.has(word))).toEqual([]);
  });

  test("stopwords are lower case with straight apostrophes", () => {
    expect([...STOPWORDS].filter((word) => !/^[a-z']+$/.test(word))).toEqual([]);
  });
});

/** The language of insight: words and pairs of words by which people say that something became clear or changed. Our own selection. */
export const REALISATION_WORDS: ReadonlySet<string> = new Set(
  (
    "realise realised realize realized realisation realization discover discovered discovery learned learnt understood figured decided " +
    "decision finally breakthrough insight epiphany eureka solved solution proved invented achieved achievement milestone " +
    "accepted passed graduated launched transformed inspired surprised unexpectedly"
  ).split(" "),
);
const PAIRS = [
  "first time",
  "turns out",
  "turned out",
  "found out",
  "it clicked",
  "makes sense",
  "made sense",
  "never knew",
  "never thought",
  "no idea",
  "changed my",
  "opened my",
  "so that's",
  "now i",
];

/** Second word to the first words that it makes a pair with. */
export const REALISATION_FIRSTS: ReadonlyMap<string, readonly string[]> = new Map(
  PAIRS.map((pair) => pair.split(" ")).map(([, second = ""], _, pairs): [string, string[]] => [
    second,
    pairs.filter((pair) => pair[1] === second).map(([first = ""]) => first),
  ]),
);

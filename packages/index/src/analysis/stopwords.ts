/**
 * English stopwords: words too common, or too empty, to tell one memory from another. The list is our own selection, after
 * the grammar of the language: closed word classes whole (articles, pronouns, prepositions, conjunctions, auxiliaries,
 * question words), contractions with and without their apostrophe, and the fillers of talk. Question words and auxiliaries
 * belong here because a cue is mostly a question ("when did she ...") and what answers it is mostly not.
 *
 * Invariants: lower case, straight apostrophes, raw forms (looked up before the irregular forms and the stemmer). `may` is
 * here although it is also a month: the date recogniser reads the raw text. Left out on purpose: numbers, the verbs of
 * plain talk (get, go, like, want), and contractions which lose their apostrophe to a word (shell, hell, shed, wed, ill, id).
 */

const ARTICLES_AND_DETERMINERS =
  "a an the this that these those some any each every either neither both all another other such own same";

const PRONOUNS =
  "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself " +
  "we us our ours ourselves they them their theirs themselves";

const QUESTION_WORDS = "what which who whom whose when where why how";

const AUXILIARIES =
  "am is are was were be been being have has had having do does did doing done " +
  "will would shall should can could may might must ought cannot";

const PREPOSITIONS =
  "about above across after against along among around at before below between by down during for from in into of off " +
  "on onto out over per since through till to toward towards under until up upon via with within without";

const CONJUNCTIONS = "and as because but if nor or so than though although unless whereas whether while yet";

const ADVERBS_AND_FILLERS =
  "again also anyway else even ever few here just many more most much no not now once only quite rather really " +
  "still then there thus too very actually basically hey hmm oh ok okay uh um well wow yeah yep yes";

/** Both spellings of these are stopwords: "don't" and "dont". */
const CONTRACTIONS =
  "ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't needn't shouldn't wasn't weren't " +
  "won't wouldn't could've should've would've i'm i've you're you've you'd you'll we've they're they've they'd they'll " +
  "he's she's it's that's there's here's what's who's where's how's let's it'd it'll that'll";

/** Only the spelling with an apostrophe is a stopword: without it these are words of their own. */
const APOSTROPHE_ONLY = "i'd i'll he'd he'll she'd she'll we'd we'll we're";

export const STOPWORDS: ReadonlySet<string> = new Set([
  ...ARTICLES_AND_DETERMINERS.split(" "),
  ...PRONOUNS.split(" "),
  ...QUESTION_WORDS.split(" "),
  ...AUXILIARIES.split(" "),
  ...PREPOSITIONS.split(" "),
  ...CONJUNCTIONS.split(" "),
  ...ADVERBS_AND_FILLERS.split(" "),
  ...CONTRACTIONS.split(" "),
  ...CONTRACTIONS.replaceAll("'", "").split(" "),
  ...APOSTROPHE_ONLY.split(" "),
]);

/** Who speaks to whom: the personal pronouns of English, with their contractions. */

/** "I", "we" or "you", in any form. */
export type Voice = "I" | "we" | "you";

const FORMS: Readonly<Record<Voice, string>> = {
  I: "i me my mine myself i'm i've i'd i'll",
  we: "we us our ours ourselves we're we've we'd we'll",
  you: "you your yours yourself yourselves you're you've you'd you'll",
};

/** The voice of each personal pronoun, in lower case with straight apostrophes. */
export const VOICES: ReadonlyMap<string, Voice> = new Map(
  Object.entries(FORMS).flatMap(([voice, forms]) =>
    forms.split(" ").map((form): [string, Voice] => [form, voice as Voice]),
  ),
);

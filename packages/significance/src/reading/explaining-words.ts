/** Words by which things are defined or explained. Our own selection. */
export const EXPLAINING_WORDS: ReadonlySet<string> = new Set(
  "means meaning called named because therefore defined definition refers consists equals contains requires causes".split(
    " ",
  ),
);

/** Texts in several scripts, made from the one corpus: the same lengths in words, so that scripts compare. Never for quality. */
import { createCorpus } from "../corpus.ts";

const VOCABULARY = 60_000;
const CYRILLIC = "абцдефгхийклмнопярстувшжыз";
const HAN_WORDS = (
  "我们 北京 大学 今天 喜欢 朋友 天气 学习 工作 时间 问题 中国 老师 学生 电影 音乐 城市 生活 晚上 早上 一起 因为 所以 觉得 " +
  "知道 可以 没有 非常 高兴 吃饭 的 了 在 和 是"
).split(" ");
const THAI_WORDS =
  "ภาษา ไทย วันนี้ เรา ไป โรงเรียน เพื่อน กิน ข้าว ทำงาน บ้าน อากาศ ดี มาก ชอบ ดู หนัง เพลง เมือง ชีวิต เวลา คำถาม".split(" ");

/** Each kind of text, with how many of them are read: what takes longer is read less. */
export const SCRIPTS: Readonly<
  Record<string, { readonly texts: number; readonly write: (text: string, at: number) => string }>
> = {
  English: { texts: 30_000, write: (text) => text },
  "English with typographic marks": { texts: 20_000, write: (text) => text.replaceAll(/([a-z]+)\. /g, "$1’s… ") },
  "Latin with accents": { texts: 20_000, write: (text) => text.replaceAll("ea", "é").replaceAll("ou", "ü") },
  Cyrillic: { texts: 10_000, write: (text) => text.replaceAll(/[a-z]/gi, toCyrillic) },
  Chinese: { texts: 1_000, write: (text, at) => fromWords(text, at, HAN_WORDS) },
  Thai: { texts: 1_000, write: (text, at) => fromWords(text, at, THAI_WORDS) },
};

/** The texts of a script. */
export function writeTexts(script: string, count: number = SCRIPTS[script]!.texts): string[] {
  const corpus = createCorpus(undefined, VOCABULARY);
  return Array.from({ length: count }, (_, at) => SCRIPTS[script]!.write(corpus.text(at), at));
}

function toCyrillic(letter: string): string {
  const small = CYRILLIC[letter.toLowerCase().charCodeAt(0) - 97]!;
  return letter === letter.toLowerCase() ? small : small.toUpperCase();
}

/** A run of words without spaces, a full stop where the text has one. */
function fromWords(text: string, at: number, words: readonly string[]): string {
  return text
    .split(" ")
    .map((word, place) => words[(word.length * 31 + place * 7 + at) % words.length]! + (word.endsWith(".") ? "。" : ""))
    .join("");
}

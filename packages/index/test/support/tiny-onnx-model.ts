/**
 * A tiny sentence model, made on the spot: a BERT tokenizer with a few words, and an ONNX graph that looks each token up in a
 * table. So the real loading code of transformers.js runs on real files, with weights that a test can compute by hand.
 * Source: onnx.proto3 of the ONNX project, IR version 8 (numbers of fields).
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const FLOAT = 1;
const INT64 = 7;

/** Writes a model whose tokens are these words; word i has the vector `vectors[i]`. */
export async function writeTinyModel(
  folder: string,
  vectors: Readonly<Record<string, readonly number[]>>,
): Promise<void> {
  const words = Object.keys(vectors);
  const dimensions = Object.values(vectors)[0]!.length;
  const vocabulary = [...SPECIAL, ...words];
  const table = vocabulary.map((word) => vectors[word] ?? Array.from({ length: dimensions }, () => 0));
  await mkdir(join(folder, "onnx"), { recursive: true });
  await writeFile(join(folder, "onnx", "model.onnx"), encodeModel(table, dimensions));
  const json = (name: string, value: unknown): Promise<void> => writeFile(join(folder, name), JSON.stringify(value));
  await json("config.json", { model_type: "bert", architectures: ["BertModel"], vocab_size: vocabulary.length });
  await json("tokenizer_config.json", { tokenizer_class: "BertTokenizer", model_max_length: 16, pad_token: "[PAD]" });
  await json("tokenizer.json", {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: null,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  });
}

function encodeModel(table: readonly (readonly number[])[], dimensions: number): Uint8Array {
  const gather = [...text(1, "table"), ...text(1, "input_ids"), ...text(2, "last_hidden_state"), ...text(4, "Gather")];
  const raw = [...new Uint8Array(Float32Array.from(table.flat()).buffer)];
  const tensor = [
    ...number(1, table.length),
    ...number(1, dimensions),
    ...number(2, FLOAT),
    ...text(8, "table"),
    ...bytes(9, raw),
  ];
  const graph = [
    ...bytes(1, gather),
    ...text(2, "tiny"),
    ...bytes(5, tensor),
    ...bytes(11, value("input_ids", INT64, ["batch", "tokens"])),
    ...bytes(11, value("attention_mask", INT64, ["batch", "tokens"])),
    ...bytes(12, value("last_hidden_state", FLOAT, ["batch", "tokens", dimensions])),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, [...text(1, ""), ...number(2, 14)])]);
}

/** ValueInfoProto: a name with a tensor type. */
function value(name: string, type: number, shape: readonly (string | number)[]): number[] {
  const dims = shape.flatMap((size) => bytes(1, typeof size === "number" ? number(1, size) : text(2, size)));
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, type), ...bytes(2, dims)]))];
}

function number(field: number, whole: number): number[] {
  return [...varint(field * 8), ...varint(whole)];
}

function text(field: number, content: string): number[] {
  return bytes(field, [...Buffer.from(content)]);
}

function bytes(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function varint(whole: number): number[] {
  return whole < 0x80 ? [whole] : [(whole & 0x7f) | 0x80, ...varint(whole >>> 7)];
}

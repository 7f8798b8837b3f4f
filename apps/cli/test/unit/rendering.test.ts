/** Text in columns, numbers and the small parsers. */
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/arguments/nearest.ts";
import { toMetadata } from "../../src/arguments/metadata.ts";
import { resolveDataFolder } from "../../src/data-folder.ts";
import { toErrorReport } from "../../src/exit-codes.ts";
import { formatBytes, formatMs } from "../../src/render/numbers.ts";
import { createProgressBar } from "../../src/render/progress.ts";
import { cleanLine, cleanLines, cut, widthOf, wrap } from "../../src/render/text.ts";
import { Writable } from "node:stream";

describe("text", () => {
  it("is measured in columns", () => {
    expect([widthOf("Zoë"), widthOf("東京"), widthOf("e\u0301"), widthOf("👍🏽"), widthOf("")]).toEqual([3, 4, 1, 2, 0]);
  });
  it("is cut with an ellipsis that fits", () => {
    expect(cut("abcdef", 6)).toBe("abcdef");
    expect(cut("abcdefg", 6)).toBe("abcde…");
    expect(cut("東京都庁", 6)).toBe("東京…");
  });
  it("is wrapped between words, and inside a word that is too long", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("one two three four", 7, 2)).toEqual(["one two", "three…"]);
    expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(wrap("", 4)).toEqual([""]);
    for (const columns of [1, 2, 5, 9]) {
      expect(wrap("a longwordhere 東京都 b", columns).every((line) => widthOf(line) <= Math.max(2, columns))).toBe(
        true,
      );
    }
  });
  it("is cleaned of what moves a terminal", () => {
    expect(cleanLine(" a\u001b[2J\r\n\tb\u0007\u202e ")).toBe("a [2J b");
    expect(cleanLines("a\tb\r\nc\u001b]0;x\u0007")).toBe("a  b\nc]0;x");
  });
});

describe("numbers", () => {
  it("have units", () => {
    expect([formatBytes(0), formatBytes(999), formatBytes(74_720)]).toEqual(["0 bytes", "999 bytes", "74.7 KB"]);
    expect([formatMs(0.361), formatMs(12.34), formatMs(250.4), formatMs(2100)]).toEqual([
      "0.36 ms",
      "12.3 ms",
      "250 ms",
      "2.1 s",
    ]);
  });
});

describe("arguments", () => {
  it("metadata keeps numbers and booleans, and every other text", () => {
    const pairs = [
      "a=1",
      "b=-2.5e3",
      "c=true",
      "d=007",
      "e=",
      "f=12345678901234567890",
      "g=null",
      "h=x=y",
      "__proto__=z",
    ];
    const expected = [
      ["a", 1],
      ["b", -2500],
      ["c", true],
      ["d", "007"],
      ["e", ""],
      ["f", "12345678901234567890"],
      ["g", "null"],
      ["h", "x=y"],
      ["__proto__", "z"],
    ];
    expect(Object.entries(toMetadata(pairs))).toEqual(expected);
  });
  it("a near word is offered, a far one is not", () => {
    expect([nearest("serach", ["search", "save"]), nearest("time", ["timeline"]), nearest("xyz", ["search"])]).toEqual([
      "search",
      "timeline",
      undefined,
    ]);
  });
});

describe("the data folder", () => {
  it("is the named one, the environment's, or the platform's", () => {
    const linux = { env: {}, platform: "linux", homeDir: "/home/ada" };
    expect(resolveDataFolder("/x", linux)).toBe("/x");
    expect(resolveDataFolder(undefined, { ...linux, env: { VIDMEM_DIR: "/y" } })).toBe("/y");
    expect(resolveDataFolder(undefined, { ...linux, env: { XDG_DATA_HOME: "/data", VIDMEM_DIR: "" } })).toBe(
      "/data/vidmem",
    );
    expect(resolveDataFolder(undefined, { ...linux, env: { XDG_DATA_HOME: "relative" } })).toBe(
      "/home/ada/.local/share/vidmem",
    );
    expect(resolveDataFolder(undefined, { ...linux, platform: "darwin" })).toBe(
      "/home/ada/Library/Application Support/vidmem",
    );
    const windows = { env: { LOCALAPPDATA: "C:\\Data" }, platform: "win32", homeDir: "C:\\Users\\ada" };
    expect(resolveDataFolder(undefined, windows)).toContain("C:\\Data\\vidmem");
  });
});

describe("errors", () => {
  it("a room's TypeError is misuse, the engine's is a bug", () => {
    expect(toErrorReport(new TypeError("tags must be a list")).exitCode).toBe(2);
    const broken = (): unknown => (undefined as unknown as { x: number }).x;
    let caught: unknown;
    try {
      broken();
    } catch (error) {
      caught = error;
    }
    expect(toErrorReport(caught)).toMatchObject({ code: "CLI_BUG", exitCode: 70 });
    expect(toErrorReport("odd").exitCode).toBe(70);
    expect(toErrorReport(Object.assign(new Error("no space"), { syscall: "write", code: "ENOSPC" })).exitCode).toBe(3);
  });
});

describe("the progress bar", () => {
  it("keeps still for a second, and off a terminal for ever", () => {
    let text = "";
    let time = 0;
    const stderr = Object.assign(
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          text += chunk.toString();
          done();
        },
      }),
      { isTTY: true },
    );
    const bar = createProgressBar({ stderr }, "importing", () => time);
    time = 900;
    bar.update({ done: 1, total: 10, unit: "bytes" });
    expect(text).toBe("");
    time = 1100;
    bar.update({ done: 5, total: 10, unit: "bytes" });
    expect(text).toMatch(/importing █{12}░{12} {2}50 % {2}5 bytes of 10 bytes/);
    bar.end();
    expect(text.endsWith("\r\u001b[2K")).toBe(true);
  });
});

/**
 * SQLite FTS5 (better-sqlite3) as a rival of the text index: memories in a table, an FTS5 index over it with the porter tokenizer (external
 * content, so that texts are stored once), tags in a table of their own. Bulk: synchronous=OFF, a transaction for each 1,000 memories,
 * then a checkpoint and an fsync. A query is an OR of its words, ranked by bm25; contents are returned.
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

const MEMORIES_PER_TRANSACTION = 1000;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS memories (seq INTEGER PRIMARY KEY, timestamp INTEGER, session TEXT, speaker TEXT, content TEXT);
  CREATE TABLE IF NOT EXISTS tags (tag TEXT, seq INTEGER, PRIMARY KEY (tag, seq)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(content, content='memories', content_rowid='seq', tokenize='porter');
`;
const COLUMNS = "memories.seq, timestamp, session, speaker, content, score";
// Contents are read for the winners only: bm25 ranks inside, the join is outside.
const searchIn = (where) => `SELECT ${COLUMNS} FROM
  (SELECT rowid, rank AS score FROM texts WHERE texts MATCH ? ${where} ORDER BY rank LIMIT ?)
  JOIN memories ON memories.seq = rowid ORDER BY score`;

/** Gives what ../src/text-index/rival.ts asks for. */
export function openTextRival(dir) {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "data.sqlite");
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = OFF");
  db.pragma("cache_size = -65536");
  db.exec(SCHEMA);
  const memory = db.prepare("INSERT INTO memories (timestamp, session, speaker, content) VALUES (?, ?, ?, ?)");
  const text = db.prepare("INSERT INTO texts (rowid, content) VALUES (?, ?)");
  const tagged = db.prepare("INSERT INTO tags (tag, seq) VALUES (?, ?)");
  const plain = db.prepare(searchIn(""));
  // The plus keeps the planner from asking the index anew for every memory with the tag.
  const filtered = db.prepare(searchIn("AND +rowid IN (SELECT seq FROM tags WHERE tag = ?)"));
  const insertAll = db.transaction((turns) => {
    for (const { content, timestamp, session, speaker, tags } of turns) {
      const { lastInsertRowid } = memory.run(timestamp, session, speaker, content);
      text.run(lastInsertRowid, content);
      for (const tag of tags) tagged.run(tag, lastInsertRowid);
    }
  });

  return {
    saveAll(turns) {
      let batch = [];
      for (const turn of turns) {
        batch.push(turn);
        if (batch.length < MEMORIES_PER_TRANSACTION) continue;
        insertAll(batch);
        batch = [];
      }
      insertAll(batch);
      db.pragma("wal_checkpoint(TRUNCATE)");
      const file = openSync(path, "r+");
      fsyncSync(file);
      closeSync(file);
    },
    search(words, { tag, limit }) {
      const match = (words.match(/\w+/g) ?? []).map((word) => `"${word}"`).join(" OR ");
      return tag === undefined ? plain.all(match, limit) : filtered.all(match, tag, limit);
    },
    close() {
      db.close();
    },
  };
}

/**
 * SQLite (better-sqlite3) as a rival: one table, WAL. Durable saves: synchronous=FULL, and all saves of one turn of the event
 * loop share a transaction. Bulk: synchronous=OFF, a transaction for each 1,000 memories, then a checkpoint and an fsync.
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

const MEMORIES_PER_TRANSACTION = 1000;

/** Gives what ../src/frames/subjects/rival.ts asks for. */
export async function openRival(dir, mode) {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "data.sqlite");
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma(`synchronous = ${mode === "bulk" ? "OFF" : "FULL"}`);
  db.pragma("cache_size = -65536");
  db.exec(
    "CREATE TABLE IF NOT EXISTS memories (seq INTEGER PRIMARY KEY, id BLOB UNIQUE, fingerprint BLOB UNIQUE, timestamp INTEGER, metadata TEXT, content BLOB)",
  );
  const insert = db.prepare(
    "INSERT OR IGNORE INTO memories (id, fingerprint, timestamp, metadata, content) VALUES (?, ?, ?, ?, ?)",
  );
  const select = db.prepare("SELECT timestamp, metadata, content FROM memories WHERE id = ?");
  const insertAll = db.transaction((rows) => {
    for (const row of rows) insert.run(row);
  });
  let waiting = [];
  let wakers = [];
  const commit = () => {
    const rows = waiting;
    const woken = wakers;
    waiting = [];
    wakers = [];
    insertAll(rows);
    for (const wake of woken) wake();
  };

  return {
    save(id, content) {
      waiting.push([id, null, Date.now(), null, content]);
      if (waiting.length === 1) setImmediate(commit);
      return new Promise((resolve) => wakers.push(resolve));
    },
    async saveAll(all) {
      let batch = [];
      for (const { id, fingerprint, timestamp, metadata, content } of all) {
        batch.push([id, fingerprint, timestamp, JSON.stringify(metadata), Buffer.from(content)]);
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
    read: (id) => select.get(id),
    async close() {
      db.close();
    },
  };
}

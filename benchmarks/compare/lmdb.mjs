/**
 * lmdb as a rival: one table by id, one by fingerprint. Values are msgpack with shared structures, which lmdb-js recommends
 * and which was faster here than JSON. Bulk: one synchronous transaction for each 1,000 memories, without a sync, then an fsync.
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";

const MEMORIES_PER_TRANSACTION = 1000;
/** Key of the names that values share; no id has 10 bytes. */
const STRUCTURES = Buffer.from("structures");

/** Gives what ../src/frames/subjects/rival.ts asks for. */
export async function openRival(dir, mode) {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "data.mdb");
  const isBulk = mode === "bulk";
  // Without overlappingSync a put resolves when it is on the disk; with it, when other processes can see it.
  const root = open({ path, maxDbs: 2, mapSize: 8 * 1024 ** 3, noSync: isBulk, overlappingSync: false });
  const memories = root.openDB({
    name: "memories",
    keyEncoding: "binary",
    encoding: "msgpack",
    sharedStructuresKey: STRUCTURES,
  });
  const fingerprints = root.openDB({ name: "fingerprints", keyEncoding: "binary", encoding: "binary" });

  return {
    async save(id, content) {
      await memories.put(id, { content });
    },
    async saveAll(all) {
      let batch = [];
      const write = () => {
        root.transactionSync(() => {
          for (const { id, fingerprint, value } of batch) {
            if (fingerprints.doesExist(fingerprint)) continue;
            fingerprints.putSync(fingerprint, id);
            memories.putSync(id, value);
          }
        });
        batch = [];
      };
      for (const { id, fingerprint, content, timestamp, metadata } of all) {
        batch.push({ id, fingerprint, value: { content: Buffer.from(content), timestamp, ...metadata } });
        if (batch.length === MEMORIES_PER_TRANSACTION) write();
      }
      write();
      await root.flushed;
      const file = openSync(path, "r+");
      fsyncSync(file);
      closeSync(file);
    },
    read: (id) => memories.get(id),
    async close() {
      await root.close();
    },
  };
}

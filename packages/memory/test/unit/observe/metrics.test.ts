import { expect, test } from "vitest";
import { withStore } from "../../support/stores.ts";

const SERIES = /^[a-z_]+(\{[a-z]+="[A-Za-z0-9._-]+"(,[a-z]+="[A-Za-z0-9._-]+")*\})?$/;

test("metrics are numbers under names that Prometheus takes", async () => {
  await withStore(async (store) => {
    await store.save("tea", { namespace: 'a "tenant"\n', session: "s" });
    await store.search("tea", { namespace: 'a "tenant"\n' });
    const metrics = store.metrics();
    for (const [name, value] of Object.entries(metrics)) {
      expect(name).toMatch(SERIES);
      expect(value).toSatisfy((number) => Number.isFinite(number));
    }
    expect(metrics).toMatchObject({
      vidmem_memories: 1,
      'vidmem_operation_seconds_count{operation="save"}': 1,
      'vidmem_operation_failures_total{operation="save"}': 0,
      vidmem_poisoned: 0,
      vidmem_index_pending_documents: 1,
      vidmem_index_busy: 0,
      vidmem_index_failed: 0,
    });
    const sum = metrics['vidmem_operation_seconds_sum{operation="save"}']!;
    expect(metrics['vidmem_operation_seconds{operation="save",quantile="0.99"}']).toBeLessThanOrEqual(sum);
  });
});

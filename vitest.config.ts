import { defineConfig } from "vitest/config";

/** Tests run on the sources of every room (condition `@vidmem/source`), so no build comes first. */
export default defineConfig({
  resolve: { conditions: ["@vidmem/source"] },
  ssr: { resolve: { conditions: ["@vidmem/source"] } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "docs/**/*.test.ts",
      "benchmarks/test/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/bundle/**"],
    // A bound for what hangs, not for what is slow: the machine may be shared.
    testTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
  },
});

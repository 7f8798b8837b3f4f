/**
 * What is published: each package as few files (bundle/), because a process that loads hundreds of modules waits for each.
 * Every door of a package, and every program and thread of it, is an entry; other packages stay outside. What the front door needs at once is
 * one file; what is imported dynamically is a file of its own, which is loaded when it is needed. Arguments: folders of packages; default: all.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { rollup } from "rollup";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGET = "node20";

/** Entries that are no doors, by the name of their package. */
const PROGRAMS = {
  "@vidmem/frames": ["src/store/seal-thread.ts"],
  "@vidmem/index": ["src/store/build-thread.ts"],
  vidmem: ["src/main.ts"],
};

const typescript = {
  name: "typescript",
  transform: (code, id) => transform(code, { loader: "ts", target: TARGET, sourcefile: id, sourcemap: true }),
};

/** Names stay what they are: stack traces are read by people. */
const minified = {
  name: "minified",
  renderChunk: (code) =>
    transform(code, { minifySyntax: true, minifyWhitespace: true, target: TARGET, sourcemap: true }),
};

const folders = process.argv.length > 2 ? process.argv.slice(2) : ["apps/cli", ...packageFolders()];
await Promise.all(folders.map((folder) => bundlePackage(resolve(folder))));

function packageFolders() {
  return readdirSync(join(ROOT, "packages")).map((name) => join(ROOT, "packages", name));
}

async function bundlePackage(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const doors = Object.values(exports).flatMap((door) => door["@vidmem/source"] ?? []);
  const entries = [...doors, ...(PROGRAMS[name] ?? [])].map((path) => [outputName(path), join(folder, path)]);
  const dir = join(folder, "bundle");
  const build = await rollup({
    input: Object.fromEntries(entries),
    external: (id) => !id.startsWith(".") && !id.startsWith("/"),
    plugins: [typescript, minified],
    preserveEntrySignatures: "strict",
    treeshake: { moduleSideEffects: false },
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  rmSync(dir, { recursive: true, force: true });
  await build.write({
    dir,
    format: "es",
    sourcemap: true,
    sourcemapExcludeSources: true,
    // Files stay beside the entries, so that `import.meta.url` says the same in all of them.
    chunkFileNames: "[name]-[hash].js",
    manualChunks: onceLoaded(entries.map(([, path]) => path)),
    hoistTransitiveImports: false,
  });
  await build.close();
}

/** Puts what the front door needs at once together; but a small door beside it shall not load the rest. */
function onceLoaded([front, ...others]) {
  let chunks;
  return (id, { getModuleInfo }) => {
    if (chunks === undefined) {
      const core = needed(front, getModuleInfo);
      core.delete(front); // a program waits at its top level: what it loads meanwhile must not wait for it
      chunks = new Map([...core].map((module) => [module, "core"]));
      for (const door of others.filter((path) => core.has(path)))
        for (const module of needed(door, getModuleInfo)) chunks.set(module, "small");
    }
    return chunks.get(id);
  };
}

/** A module and all that it imports statically. */
function needed(entry, getModuleInfo) {
  const found = new Set([entry]);
  for (const id of found)
    for (const imported of getModuleInfo(id).importedIds) if (imported.startsWith("/")) found.add(imported);
  return found;
}

/** src/index.ts is index, src/testing/index.ts is testing/index; programs lie beside the doors. */
function outputName(path) {
  const name = path.replace(/^(\.\/)?src\//, "").replace(/\.ts$/, "");
  return name.endsWith("/index") ? name : name.replace(/^.*\//, "");
}

import { LAYERS } from "./docs/architecture/layers.mjs";

const DOORS = "(index|testing/index|conformance/index)[.]ts$";
/** A door for those who need one formula, and none of the dictionaries behind the others. */
const SIDE_DOORS = "significance/src/importance[.]ts$";

/** Per room: nothing from another room but those which the table names, and those only through their front door. */
const rooms = Object.entries(LAYERS).flatMap(([room, below]) => [
  {
    name: `room-${room}-looks-down`,
    comment: "A room calls only rooms below it; the table is docs/architecture/layers.mjs.",
    severity: "error",
    from: { path: `^packages/${room}/` },
    to: { path: "^packages/", pathNot: `^packages/(${[room, ...below].join("|")})/` },
  },
  {
    name: `room-${room}-uses-front-doors`,
    comment: "Another room is entered through src/index.ts (tests: also through testing/ and conformance/).",
    severity: "error",
    from: { path: `^packages/${room}/src/` },
    to: { path: "^packages/[^/]+/src/", pathNot: `^packages/(${room}/src/|[^/]+/src/index[.]ts$|${SIDE_DOORS})` },
  },
]);

export default {
  forbidden: [
    ...rooms,
    {
      name: "no-cycles",
      severity: "error",
      from: { pathNot: "/test/" },
      to: { circular: true },
    },
    {
      name: "no-cycles-at-run-time-in-tests",
      severity: "error",
      from: { path: "/test/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "packages-know-no-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(apps|benchmarks)/" },
    },
    {
      name: "apps-use-front-doors",
      severity: "error",
      from: { path: "^(apps|benchmarks)/" },
      to: { path: "^packages/[^/]+/src/", pathNot: `^packages/[^/]+/src/${DOORS}` },
    },
    {
      name: "no-unresolvable",
      comment: "The rivals have packages of their own, which nobody has to install.",
      severity: "error",
      from: { pathNot: ["/test/", "^benchmarks/compare/"] },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|bundle)/" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@vidmem/source", "import", "node", "default"],
      extensions: [".ts", ".mts", ".js", ".mjs"],
    },
  },
};

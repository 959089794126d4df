// Makes OpenAPI of every specification: `compile.mjs VERSION OUT`. A line of JSON for each says its name, its scenarios,
// its documents and what the compiler has against it.

import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { NodeHost, compile } from "@typespec/compiler";

const [version, out] = process.argv.slice(2);
const packages = join(process.cwd(), "node_modules/@typespec/http-specs");
const specifications = join(packages, "specs");

for (const main of named("main.tsp", specifications)) {
  const place = relative(specifications, dirname(main));
  const name = place.replaceAll("/", "-").toLowerCase();
  const { Scenarios } = await import(join(packages, "dist/specs", place, "mockapi.js"));
  const folder = join(out, name);
  const errors = [];
  try {
    const options = { "emitter-output-dir": folder, "openapi-versions": [version], "file-type": "yaml" };
    const program = await compile(NodeHost, main, {
      emit: ["@typespec/openapi3"],
      options: { "@typespec/openapi3": options },
    });
    const found = program.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    errors.push(...found.map((diagnostic) => diagnostic.message));
  } catch (error) {
    errors.push(String(error.message).split("\n").find((line) => line.includes("Error:")) ?? String(error));
  }
  const documents = errors.length > 0 ? [] : named(/\.yaml$/, folder);
  console.log(JSON.stringify({ name, scenarios: Object.keys(Scenarios), documents, errors }));
}

function named(wanted, folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return named(wanted, path);
    const is = typeof wanted === "string" ? entry.name === wanted : wanted.test(entry.name);
    return is ? [path] : [];
  });
}

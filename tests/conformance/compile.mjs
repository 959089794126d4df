// Makes OpenAPI of every specification: `compile.mjs VERSION OUT`. A line of JSON for each says its name, its scenarios with
// what the emitter has against each, and its documents.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { NodeHost, compile } from "@typespec/compiler";
import { getHttpOperation } from "@typespec/http";
import { getOpenAPI3 } from "@typespec/openapi3";
import { listScenarios } from "@typespec/spector";

const [version, out] = process.argv.slice(2);
const packages = join(process.cwd(), "node_modules/@typespec/http-specs");
const specifications = join(packages, "specs");

// The emitter looks for the examples of a parameter by its name in an ordinary object. For a parameter that is called
// `constructor` it finds the function that every object has, and asks for its length, which is to be that of an empty list.
Object.defineProperty(Object, "length", { value: 0 });

for (const main of mains(specifications)) {
  const place = relative(specifications, dirname(main));
  const name = place.replaceAll("/", "-").toLowerCase();
  const { Scenarios } = await import(join(packages, "dist/specs", place, "mockapi.js"));
  const program = await compile(NodeHost, main, { noEmit: true });
  // A service that has versions has a record for each of them.
  const records = (await getOpenAPI3(program, { "openapi-versions": [version] })).flatMap((record) =>
    record.versioned ? record.versions : [record],
  );
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  const documents = records.map((record) => {
    const path = join(folder, record.version ? `openapi.${record.version}.json` : "openapi.json");
    writeFileSync(path, JSON.stringify(sorted(record.document), null, 2));
    return path;
  });
  const diagnostics = [...program.diagnostics, ...records.flatMap((record) => record.diagnostics)];
  const scenarios = Object.keys(Scenarios).map((scenario) => ({ name: scenario, objections: objections(program, scenario, diagnostics) }));
  console.log(JSON.stringify({ name, scenarios, documents }));
}

// What is said of the operations of a scenario, or of their parameters and answers: codes, without the package's name.
function objections(program, name, diagnostics) {
  const scenario = listScenarios(program).find((scenario) => scenario.name === name);
  const targets = (scenario?.endpoints ?? []).flatMap(({ target }) => [
    target,
    ...target.parameters.properties.values(),
    ...getHttpOperation(program, target)[0].responses.map((response) => response.type),
  ]);
  const found = diagnostics.filter((diagnostic) => targets.includes(diagnostic.target));
  return [...new Set(found.map((diagnostic) => diagnostic.code.split("/").at(-1)))];
}

// A document as the emitter writes it: paths and components by their names.
function sorted(document) {
  const byName = (entries) => entries && Object.fromEntries(Object.entries(entries).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const components = { ...document.components, schemas: byName(document.components?.schemas) };
  return { ...document, paths: byName(document.paths), components };
}

// The files that are the beginning of a specification.
function mains(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? mains(path) : entry.name === "main.tsp" ? [path] : [];
  });
}

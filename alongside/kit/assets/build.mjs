// Builds ../static from the sources here and in ../components; run by bin/assets.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const components = join(here, "../components");
const built = join(here, "../static");
const live = join(here, "../../writing/browser/sheet.js");
const small = { style: "compressed", charset: false };

const read = (name) => readFileSync(join(here, name), "utf8");
const layer = (name, css) => `@layer ${name} {\n${css}\n}\n`;

// Every file of that kind in the components' folders, in the order of their names.
function gather(ending, wrap = (text) => text) {
  return readdirSync(components).sort()
    .flatMap((name) => readdirSync(join(components, name)).sort().map((file) => join(components, name, file)))
    .filter((file) => file.endsWith(ending))
    .map((file) => wrap(readFileSync(file, "utf8")))
    .join("\n");
}

const govuk = sass.compile(join(here, "govuk.scss"), {
  ...small,
  loadPaths: [join(here, "node_modules")],
  quietDeps: true,
}).css;

const css = [
  "@layer reset, tokens, govuk, elements, components, utilities;",
  read("fonts.css"),
  layer("reset", read("reset.css")),
  layer("tokens", read("tokens.css")),
  layer("govuk", govuk),
  layer("elements", read("elements.css")),
  layer("components", read("page.css") + gather(".css")),
  layer("utilities", read("utilities.css")),
].join("\n");

// Each script in a block of its own, so that no name meets another.
const script = `// Built from alongside/kit/components/*/*.js\n"use strict";\n${gather(".js", (text) => `{\n${text}}`)}\n`;

writeFileSync(join(built, "alongside.css"), `${sass.compileString(css, { ...small, syntax: "css" }).css}\n`);
writeFileSync(join(built, "alongside.js"), script);

// What makes typing live, with the libraries that it needs, for the pages that have a form to write in.
await esbuild.build({
  entryPoints: [live],
  outfile: join(built, "writing.js"),
  nodePaths: [join(here, "node_modules")],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  banner: { js: "// Built from alongside/writing/browser; with yjs, y-protocols and lib0 (MIT): see LICENCE-yjs.txt" },
});
console.log(`writing.js: ${(gzipSync(readFileSync(join(built, "writing.js"))).length / 1024).toFixed(1)} KB gzip`);

rmSync(join(built, "fonts"), { recursive: true, force: true });
for (const name of ["fonts", "mark.svg", "LICENCE-govuk-frontend.txt", "LICENCE-yjs.txt"]) {
  cpSync(join(here, name), join(built, name), { recursive: true });
}

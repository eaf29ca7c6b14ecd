// Builds ../static from the sources here and in ../components; run by bin/assets.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const components = join(here, "../components");
const built = join(here, "../static");

// A component without a style or a script of its own is no mistake.
function gather(ending) {
  return readdirSync(components).sort()
    .map((name) => join(components, name, name + ending))
    .filter(existsSync)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

const read = (name) => readFileSync(join(here, name), "utf8");
const layer = (name, css) => `@layer ${name} {\n${css}\n}\n`;
const small = { style: "compressed", charset: false };

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

// Each script keeps to itself: a block of its own, so that no name meets another.
const script = [
  "// Built from alongside/kit/components/*/*.js by alongside/kit/assets/build.mjs",
  gather(".js").replaceAll(/^\/\/ script: (.*)$/gm, "/* $1 */"),
].join("\n");

writeFileSync(join(built, "alongside.css"), sass.compileString(css, { ...small, syntax: "css" }).css + "\n");
writeFileSync(join(built, "alongside.js"), script);
rmSync(join(built, "fonts"), { recursive: true, force: true });
cpSync(join(here, "fonts"), join(built, "fonts"), { recursive: true });
cpSync(join(here, "mark.svg"), join(built, "mark.svg"));

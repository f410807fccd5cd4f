// Compile the look of the pages into one folder: hashed stylesheets (left-to-right and mirrored),
// scripts, fonts, pictures and licences, and a manifest that templates read the hashed names from.
//
//   node build.mjs OUT_FOLDER      (run by scripts/build_web.py, which keeps it from running twice)

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import rtlcss from "rtlcss";
import * as sass from "sass";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");
const SOURCE = join(HERE, "src");
const OUT = resolve(process.argv[2] ?? fail("Say which folder to build into."));

const manifest = {};

/** End with one sentence. */
function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** Write bytes under a name that changes when they do; the manifest keeps the plain name. */
function keep(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${name.slice(0, -extname(name).length)}.${hash}${extname(name)}`;
  mkdirSync(dirname(join(OUT, hashed)), { recursive: true });
  writeFileSync(join(OUT, hashed), bytes);
  manifest[name] = hashed;
  return hashed;
}

/** Keep every file that a stylesheet names, and write its hashed name instead. */
function withFilesKept(css, folder) {
  return css.replace(/url\((["']?)([^"')]+)\1\)/g, (whole, _quote, address) => {
    if (address.startsWith("data:") || address.startsWith("#")) return whole;
    const file = address.startsWith("~") ? join(MODULES, address.slice(1)) : join(folder, address);
    const shelf = extname(file) === ".woff2" ? "fonts" : "images";
    return `url("${keep(`${shelf}/${basename(file)}`, readFileSync(file))}")`;
  });
}

/** Both directions of our own stylesheet. */
function stylesheets() {
  const { css } = sass.compile(join(SOURCE, "nearhand.scss"), {
    loadPaths: [join(MODULES, "govuk-frontend", "dist")],
    style: "compressed",
    quietDeps: true,
  });
  const finished = withFilesKept(css, SOURCE);
  keep("nearhand.css", finished);
  keep("nearhand.rtl.css", rtlcss.process(finished));
}

/** Leaflet, whole: pages with a map ask for it, no other page does. */
function leaflet() {
  const folder = join(MODULES, "leaflet", "dist");
  keep("leaflet.css", withFilesKept(readFileSync(join(folder, "leaflet.css"), "utf8"), folder));
  keep("leaflet.js", withoutSourceMap(readFileSync(join(folder, "leaflet.js"), "utf8")));
}

/** Our scripts, after the library that they import by its plain name. */
function scripts() {
  const library = join(MODULES, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js");
  const kept = keep("govuk-frontend.js", withoutSourceMap(readFileSync(library, "utf8")));
  const ours = readFileSync(join(SOURCE, "nearhand.js"), "utf8");
  keep("nearhand.js", ours.replace("./govuk-frontend.js", `./${kept}`));
  // Those that only some pages ask for.
  for (const name of readdirSync(SOURCE)) {
    if (name.endsWith(".js") && name !== "nearhand.js") keep(name, readFileSync(join(SOURCE, name)));
  }
}

/** Nobody debugs here, and a map that is not there is a 404 in every console. */
function withoutSourceMap(script) {
  return script.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n");
}

/** Pictures of our own. */
function pictures() {
  for (const name of readdirSync(join(SOURCE, "pictures"))) {
    keep(`pictures/${name}`, readFileSync(join(SOURCE, "pictures", name)));
  }
}

/** Every licence of what is served travels with it. */
function licences() {
  const served = ["@fontsource/atkinson-hyperlegible", "@fontsource/noto-sans-arabic",
    "govuk-frontend", "leaflet"];
  mkdirSync(join(OUT, "licences"), { recursive: true });
  for (const name of served) {
    const folder = join(MODULES, name);
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const place = join(OUT, "licences", `${basename(name)}.txt`);
    if (licence) {
      copyFileSync(join(folder, licence), place);
    } else {
      // govuk-frontend names its licence and carries no text of it.
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      if (license !== "MIT") fail(`${name} came without its licence.`);
      writeFileSync(place, `${name} ${version}, under the MIT licence.\n`);
    }
  }
}

mkdirSync(OUT, { recursive: true });
stylesheets();
leaflet();
scripts();
pictures();
licences();
writeFileSync(join(OUT, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);

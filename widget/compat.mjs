// Says what of the built chat a browser older than the target would not know: `node compat.mjs [FILE.css]`.
// Style is judged property by property, value by value; code by the members and globals that it names, where no
// interface of any age has a member of that name. Source: MDN browser-compat-data (CC0).
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {createRequire} from 'node:module';
import {transform} from 'esbuild';

const OLDEST = 86;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const known = createRequire(import.meta.url)('@mdn/browser-compat-data');

// The first version of Chrome that has it without a flag or prefix; Infinity when none has.
function since(compat) {
  const told = compat?.support?.chrome;
  if (!told) return 0;
  const plain = [told].flat().filter((one) => !one.flags && !one.prefix && !one.alternative_name);
  const versions = plain.map((one) => (/^≤?\d+$/.test(one.version_added) ? Number(one.version_added.replace('≤', '')) : Infinity));
  return Math.min(Infinity, ...versions);
}

function ofStyle(text) {
  const found = new Set(), say = (what, age) => age > OLDEST && found.add(`${what}: Chrome ${age}`);
  const {properties, selectors, 'at-rules': rules, types} = known.css;
  for (const [, name] of text.matchAll(/@([a-z-]+)/g)) say(`@${name}`, since(rules[name]?.__compat));
  const places = text.replace(/"[^"]*"|'[^']*'|url\([^)]*\)/g, '""');
  for (const [, block] of places.matchAll(/\{([^{}]*)\}/g)) {
    for (const line of block.split(';')) {
      const [, property, value] = line.match(/^\s*([a-z-]+)\s*:(.*)$/s) ?? [];
      if (!property || property.startsWith('--')) continue;
      const entry = properties[property];
      if (!entry && !property.startsWith('-')) found.add(`${property}: no such property`);
      // Lines of older browsers pass over what they do not know; a prefixed property is such a line.
      if (!property.startsWith('-')) say(property, since(entry?.__compat));
      for (const word of value.match(/[a-z][a-z-]+/g) ?? []) say(`${property}: ${word}`, since(entry?.[word]?.__compat));
      for (const [, name] of value.matchAll(/([a-z-]+)\(/g)) {
        const type = types[name] ?? types.color?.[name] ?? types.image?.[name] ?? types['math']?.[name];
        say(`${name}()`, since(type?.__compat));
      }
      if (/\d(?:dvh|svh|lvh|dvw|svw|lvw|cqw|cqh)\b/.test(value)) found.add(`${property}: ${value.trim()}: Chrome 108`);
    }
    if (/(?:^|;)\s*&/.test(block)) found.add('nesting: Chrome 112');
  }
  for (const [, heads] of places.matchAll(/(?:^|[{}])([^{}@;]+)\{/g)) {
    for (const [, name] of heads.matchAll(/::?([a-z-]+)/g)) if (!name.startsWith('-')) say(`:${name}`, since(selectors[name]?.__compat));
  }
  return [...found];
}

// Every member that the web's interfaces and the language's objects have, with its oldest version.
function members() {
  const oldest = new Map();
  for (const room of [known.api, known.javascript.builtins]) {
    for (const [owner, parts] of Object.entries(room)) {
      for (const [name, part] of Object.entries(parts)) {
        if (name === '__compat' || !part.__compat || name.includes('_')) continue;
        oldest.set(name, Math.min(oldest.get(name) ?? Infinity, since(part.__compat)));
      }
      oldest.set(`new ${owner}`, since(parts.__compat));
    }
  }
  return oldest;
}

function ofCode(text) {
  const oldest = members(), found = new Set(), plain = text.replace(/`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, '""');
  const named = (name, age) => age > OLDEST && found.add(`${name}: Chrome ${age}`);
  // What the code itself defines is not the browser's.
  const own = new Set([...plain.matchAll(/\b(\w+)\([^()]*\)\{|\bthis\.(\w+)=|[{,](\w+):/g)].map(([, ...names]) => names.find(Boolean)));
  for (const [, name] of plain.matchAll(/[\w)\]"]\??\.([a-z]\w+)(?=\W)/gi)) if (oldest.has(name) && !own.has(name)) named(`.${name}`, oldest.get(name));
  for (const [, name] of plain.matchAll(/\bnew ([A-Z]\w+)/g)) named(`new ${name}`, oldest.get(`new ${name}`) ?? 0);
  for (const [, name] of plain.matchAll(/(?<![.\w$])([a-z]\w{5,})\(/g)) named(`${name}()`, since(known.api[name]?.__compat));
  return [...found];
}

const path = process.argv[2];
if (path) {
  const text = await readFile(path, 'utf8');
  console.log(JSON.stringify(path.endsWith('.css') ? {style: ofStyle(text)} : {code: ofCode(text)}, null, 1));
} else {
  const style = await transform(await readFile(here('src/style.css'), 'utf8'), {loader: 'css', target: `chrome${OLDEST}`});
  const code = await readFile(here('../assistant/service/widget/widget.js'), 'utf8');
  console.log(JSON.stringify({style: ofStyle(style.code), code: ofCode(code)}, null, 1));
}

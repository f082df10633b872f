// Builds src/ to one script. `node build.mjs FILE` writes it elsewhere, for the test that compares.
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build, transform} from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = 'chrome86';

// Styles become text for a constructable stylesheet, lowered and minified like the code.
const styles = {
  name: 'styles',
  setup(builder) {
    builder.onLoad({filter: /\.css$/}, async ({path}) => {
      const {code} = await transform(await readFile(path, 'utf8'), {loader: 'css', minify: true, target});
      return {contents: code.trim(), loader: 'text'};
    });
  },
};

await build({
  entryPoints: [here('src/main.ts')],
  outfile: process.argv[2] ?? here('../assistant/service/widget/widget.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  charset: 'utf8',
  target,
  define: {WORDS: '"@words@"'},
  plugins: [styles],
  legalComments: 'none',
});

import type { Plugin } from 'esbuild';
import { minifySync } from 'vite';

const SCRIPT = /\.js$/;
const MAP_COMMENT = /\n\/\/# sourceMappingURL=\S+\s*$/;

/**
 * Minifies what esbuild has minified once more: oxc names what modules declare, and drops what esbuild leaves,
 * such as constants used once, to about three percent less. Source maps still lead to the sources.
 */
export const minifyAgain: Plugin = {
  name: 'minify-again',
  setup(build) {
    const target = `${build.initialOptions.target}`;
    build.onEnd(({ outputFiles = [] }) => {
      const byPath = new Map(outputFiles.map((file) => [file.path, file]));
      for (const file of outputFiles.filter(({ path }) => SCRIPT.test(path))) {
        const mapFile = byPath.get(`${file.path}.map`);
        const { code, map, errors } = minifySync(file.path, file.text.replace(MAP_COMMENT, ''), {
          module: true,
          compress: { target },
          mangle: { toplevel: true },
          ...(mapFile && { sourcemap: true, inputMap: JSON.parse(mapFile.text) }),
        });
        const [error] = errors;
        if (error) throw new SyntaxError(`${file.path}: ${error.message}`);
        const comment = MAP_COMMENT.exec(file.text)?.[0] ?? '';
        file.contents = Buffer.from(code + comment);
        if (mapFile && map) mapFile.contents = Buffer.from(JSON.stringify(map));
      }
    });
  },
};

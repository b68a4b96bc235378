import { globSync } from 'node:fs'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

/** Every module is an entry: `out/main` mirrors `main`, so that what is started by its path is found in both. */
const mainModules = Object.fromEntries(
  globSync('main/**/*.ts', { cwd: root }).map((path) => [path.slice('main/'.length, -'.ts'.length), join(root, path)]),
)

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: mainModules,
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: join(root, 'main'),
          entryFileNames: '[name].js',
        },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { index: join(root, 'preload', 'index.ts'), trainer: join(root, 'preload', 'trainer.ts') },
        // A sandboxed preload must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'renderer'),
    plugins: [vue()],
    build: {
      outDir: join(root, 'out', 'renderer'),
      emptyOutDir: true,
      rolldownOptions: {
        // The screens, and the page that carries a trainer.
        input: { index: join(root, 'renderer', 'index.html'), trainer: join(root, 'renderer', 'trainer.html') },
      },
    },
  },
})

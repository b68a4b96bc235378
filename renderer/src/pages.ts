import { Database, FileInput, House } from '@lucide/vue'
import type { Component } from 'vue'

export type PageGroup = 'data' | 'model' | 'insight' | 'handOn'
export const pageGroups: readonly PageGroup[] = ['data', 'model', 'insight', 'handOn']

export interface Page {
  /** Route name and key of the locale's `common.pages`. */
  name: string
  group: PageGroup
  icon: Component
  /** Second key of its hotkey, after `g`. */
  key: string
  /** What must be there before the page means anything. */
  needs: 'nothing' | 'project' | 'data' | 'run'
  load: () => Promise<{ default: Component }>
}

/** Every page, in the order of the work. */
export const pages: readonly Page[] = [
  page('start', 'data', House, 's', 'nothing', () => import('./start/StartPage.vue')),
  page('import', 'data', FileInput, 'i', 'project', () => import('./import/ImportPage.vue')),
  page('data', 'data', Database, 'd', 'data', () => import('./data/DataPage.vue')),
]

function page(
  name: string,
  group: PageGroup,
  icon: Component,
  key: string,
  needs: Page['needs'],
  load: Page['load'],
): Page {
  return { name, group, icon, key, needs, load }
}

import {
  Database,
  Eraser,
  FileInput,
  FileText,
  HeartHandshake,
  History,
  House,
  Lightbulb,
  ListChecks,
  Package,
  Rocket,
  Rows3,
  Scale,
  SlidersHorizontal,
  TextSearch,
  Users,
  Waypoints,
} from '@lucide/vue'
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
  /** Whether the filters of insight narrow it. */
  filtered: boolean
}

/** Every page, in the order of the work. */
export const pages: readonly Page[] = [
  page('start', 'data', House, 's', 'nothing', () => import('./start/StartPage.vue')),
  page('import', 'data', FileInput, 'i', 'project', () => import('./import/ImportPage.vue')),
  page('data', 'data', Database, 'd', 'data', () => import('./data/DataPage.vue')),
  page('browse', 'data', Rows3, 'b', 'data', () => import('./browse/BrowsePage.vue')),
  page('clean', 'data', Eraser, 'x', 'data', () => import('./clean/CleanPage.vue')),
  page('history', 'data', History, 'h', 'project', () => import('./history/HistoryPage.vue')),
  page('train', 'model', Rocket, 't', 'data', () => import('./training/TrainPage.vue')),
  page('search', 'model', SlidersHorizontal, 'f', 'data', () => import('./search/SearchPage.vue')),
  page('runs', 'model', ListChecks, 'r', 'run', () => import('./results/RunsPage.vue')),
  page('explain', 'model', Lightbulb, 'e', 'run', () => import('./explain/ExplainPage.vue')),
  page('verdict', 'model', Scale, 'v', 'data', () => import('./verdict/VerdictPage.vue')),
  page('customers', 'insight', Users, 'c', 'data', () => import('./customers/CustomersPage.vue'), true),
  page('products', 'insight', Package, 'p', 'data', () => import('./products/ProductsPage.vue'), true),
  page('loyalty', 'insight', HeartHandshake, 'l', 'data', () => import('./loyalty/LoyaltyPage.vue'), true),
  page('social', 'insight', Waypoints, 'n', 'data', () => import('./social/SocialPage.vue'), true),
  page('demand', 'insight', TextSearch, 'm', 'data', () => import('./demand/DemandPage.vue'), true),
  page('reports', 'handOn', FileText, 'o', 'data', () => import('./report/ReportPage.vue'), true),
]

function page(
  name: string,
  group: PageGroup,
  icon: Component,
  key: string,
  needs: Page['needs'],
  load: Page['load'],
  filtered = false,
): Page {
  return { name, group, icon, key, needs, load, filtered }
}

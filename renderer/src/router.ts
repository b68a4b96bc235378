import { createRouter, createWebHashHistory } from 'vue-router'
import { pages } from './pages.ts'

const rememberedPage = 'assay.page'

/** Hash routes: they work under app:// and http alike. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: () => ({ name: lastPage() }) },
    ...pages.map((page) => ({ path: `/${page.name}`, name: page.name, component: page.load, meta: { page } })),
    { path: '/:rest(.*)*', redirect: { name: 'start' } },
  ],
})

router.afterEach((to) => {
  if (typeof to.name === 'string') localStorage.setItem(rememberedPage, to.name)
})

function lastPage(): string {
  const name = localStorage.getItem(rememberedPage)
  return pages.some((page) => page.name === name) ? String(name) : 'start'
}

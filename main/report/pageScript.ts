import { createHash } from 'node:crypto'

/**
 * What an HTML report does by itself: figures under the pointer in charts, and tables sorted by the head that is clicked.
 * It has no words of its own, reads nothing but the page and fetches nothing.
 */
export const pageScript = `(()=>{
const tip=document.createElement('div');tip.className='tip';tip.hidden=true;document.body.append(tip);
document.addEventListener('pointermove',(event)=>{
const found=event.target instanceof Element?event.target.closest('[data-tip]'):null;
tip.hidden=!found;if(!found)return;
tip.textContent=found.getAttribute('data-tip');
tip.style.left=Math.min(event.clientX+14,innerWidth-tip.offsetWidth-8)+'px';
tip.style.top=Math.min(event.clientY+14,innerHeight-tip.offsetHeight-8)+'px';
});
for(const head of document.querySelectorAll('thead th')){
const button=document.createElement('button');button.type='button';button.append(...head.childNodes);head.append(button);
button.addEventListener('click',()=>{
const up=head.getAttribute('aria-sort')==='descending';
for(const other of head.parentNode.children)other.removeAttribute('aria-sort');
head.setAttribute('aria-sort',up?'ascending':'descending');
const body=head.closest('table').tBodies[0];const at=head.cellIndex;
const value=(row)=>row.cells[at].dataset.value??row.cells[at].textContent;
const order=(a,b)=>{const[x,y]=[value(a),value(b)];
if(x===''||y==='')return x===y?0:x===''?1:-1;
const[m,n]=[Number(x),Number(y)];
const side=Number.isNaN(m)||Number.isNaN(n)?x.localeCompare(y):m-n;return up?side:-side};
body.append(...[...body.rows].sort(order));
});
}
})()`

/** Lets this one script run, and no other (CSP level 2). */
export const pageScriptSource = `'sha256-${createHash('sha256').update(pageScript).digest('base64')}'`

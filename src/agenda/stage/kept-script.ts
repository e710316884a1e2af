/**
 * What a tablet keeps over a reload without a network. Presses lie in the browser's storage; one that has no room for
 * them, or refuses, is told of in the page and handed to the worker. What the page last showed lies with the worker,
 * with the tablet's own time then: only how much of it has passed counts, not what it says.
 */

/** Statuses by which the server says that this tablet has no right to the page any more. */
export const ENDED = [401, 403, 410] as const;

/** Seconds after which what is shown is handed to the worker again, though nothing in it is new and no clock was set. */
const REMEMBER_EVERY = 30;

/** Presses that wait: in storage, or in memory once that was refused. */
export const KEEP_SCRIPT = `const keeper=(storage,key,inMemory,changed)=>{let memory=inMemory;return{
all(){if(memory)return memory;try{return JSON.parse(storage().getItem(key)||'[]')}catch{return[]}},
set(list){const before=memory;try{storage().setItem(key,JSON.stringify(list));memory=undefined}catch{memory=list}if(before||memory)changed()},
inMemory(){return memory}}};`;

/**
 * Where a page that came from the worker goes on: what was last shown, what time it is by what has passed since on the
 * tablet's own clock (nothing, if that was put back), and since when there is no connection.
 */
export const RESUME_SCRIPT = `const resume=(state,keptAt,last,device)=>{const sent=Date.parse(state.now);
const from=last&&last.server>=sent?last:{state,parts:{},server:sent,device:keptAt,rate:1,lost:sent,...(last&&{kept:last.kept})};
return{...from,now:from.server+Math.max(0,device-from.device)*from.rate}};`;

export const WORKER_SCRIPT = `let worker,remembered=-1/0,expected=0,isOld=false;
const isKept=()=>!!(worker&&worker.active);
const tellWorker=(what)=>{if(isKept())worker.active.postMessage(what)};
const remember=()=>{if(ended||!isKept())return;remembered=performance.now();expected=time.now()-remembered*time.rate();
tellWorker({last:{state,parts,server:time.now(),device:Date.now(),rate:time.rate(),lost:lost??time.now(),isLive:lost===undefined,kept:presses.inMemory()}})};
const rememberNow=(isNew)=>{const now=performance.now(),isMoved=Math.abs(time.now()-now*time.rate()-expected)>2e3;if(isNew||isMoved||now-remembered>${REMEMBER_EVERY}e3)remember()};
const isIdle=()=>!kept().length&&!document.querySelector('dialog[open]')&&![...document.querySelectorAll('input')].some((one)=>one.value);
const renewed=()=>{if(isOld&&lost===undefined&&isIdle())location.reload()};
if('serviceWorker' in navigator){navigator.serviceWorker.register(base+'/worker.js',{scope:base}).then((one)=>{worker=one;draw()}).catch(()=>{});
navigator.serviceWorker.addEventListener('message',({data})=>{if(data==='ended')close();else if(data.build&&page.dataset.kept)isOld=data.build!==page.dataset.build})}
addEventListener('beforeunload',(event)=>{if(presses.inMemory()?.length&&!isKept())event.preventDefault()});`;

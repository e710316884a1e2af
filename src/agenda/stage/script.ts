/**
 * What runs on a room's tablet and wall. It counts by the server's time: each event brings it, and between events a
 * clock that only goes forward (`performance.now`) carries it on, so that the tablet's own clock may say what it likes.
 * A press is kept first and sent then; one that could not be sent stays, with the time at which it was made, and is
 * sent when there is a connection again, in order. The server knows each by its id, so it may be sent twice. What lets it
 * be reloaded without a network is in `kept-script.ts` and `worker.ts`.
 */
import { ENDED, KEEP_SCRIPT, RESUME_SCRIPT, WORKER_SCRIPT } from './kept-script.ts';

/** Seconds without a word from the server after which there is no connection: it speaks every three. */
const SILENCE = 9;
/** Measurements of the server's time that are kept, three seconds apart: the least late one counts. */
const SAMPLES = 20;

/** As `phaseAt` of `domain/room-clock.ts`; a test holds one against the other. */
export const PHASE_SCRIPT = `const phaseAt=(current,next,now)=>current?{until:current.end,phase:current.isBreak?'break':current.end<=now?'over':current.end-now<=3e5?'soon':'running'}
:next?{until:next.start,phase:next.start>now?'before':'waiting'}:{phase:'empty',until:undefined};`;

/**
 * The server's time. A message says when it was sent, and comes later: so of the last ones the one that was least
 * late is right, unless the server's clock itself was set back, which three in a row then say. A rehearsal's clock runs
 * faster (`speed`), and so does this. What was guessed counts until something is heard.
 */
export const TIME_SCRIPT = `const serverTime=(tick)=>{let samples=[],behind=0,rate=1,guessed=false;return{
guess(now,speed){rate=speed;samples=[now-tick()*rate];guessed=true},rate(){return rate},
heard(sent,speed){if(guessed||(speed&&speed!==rate)){guessed=false;rate=speed||rate;samples=[]}const offset=sent-tick()*rate;const best=Math.max(...samples);behind=samples.length&&offset<best-2e3?behind+1:0;
if(behind>2){samples=[];behind=0}samples=[...samples,offset].slice(-${SAMPLES})},
now(){return tick()*rate+Math.max(...samples)}}};`;

/** `12:34`, `1:02:03`; what is left rounded up, what is over down. */
export const DIGITS_SCRIPT = `const digitsOf=(until,now)=>{const left=until-now,all=left>0?Math.ceil(left/1e3):Math.floor(-left/1e3);
const two=(n)=>String(n).padStart(2,'0'),h=Math.floor(all/3600),m=Math.floor(all/60)%60;return h?h+':'+two(m)+':'+two(all%60):m+':'+two(all%60)};`;

const SHOW_SCRIPT = `const page=document.getElementById('page'),base=page.dataset.base,words=JSON.parse(page.dataset.words);
const find=(id)=>document.getElementById(id);
const put=(id,text)=>{const one=find(id);if(one&&one.textContent!==text)one.textContent=text};
const fill=(text,values)=>text.replace(/\\{(\\w+)\\}/g,(_,name)=>values[name]??'');
let state=JSON.parse(page.dataset.state),parts={},lost,ended=false;const time=serverTime(()=>performance.now());
const partsShown=(news)=>{parts={...parts,...news};for(const [id,html] of Object.entries(news)){const part=find(id);if(part)part.innerHTML=html}};
const resumed=page.dataset.kept&&resume(state,Number(page.dataset.kept),JSON.parse(page.dataset.last||'null'),Date.now());
if(resumed){({state,lost}=resumed);time.guess(resumed.now,resumed.rate);partsShown(resumed.parts)}else time.heard(Date.parse(state.now));
const clockOf=(ms,seconds)=>new Intl.DateTimeFormat(page.dataset.locale,{hour:'2-digit',minute:'2-digit',...(seconds&&{second:'2-digit'}),hourCycle:'h23',timeZone:state.zone}).format(ms);
const presses=keeper(()=>localStorage,'callboard-stage:'+base,resumed?resumed.kept:undefined,()=>remember());const kept=()=>presses.all(),keep=(list)=>presses.set(list);
const sessionOf=(talk)=>talk&&{...talk,start:Date.parse(talk.start),end:Date.parse(talk.end)};
const shown=(now)=>{let current=sessionOf(state.current),list=state.coming.map(sessionOf);
for(const {what,session,at} of kept()){const place=list.findIndex((one)=>one.session===session);
if(what==='start'&&place>=0){current={...list[place],began:at};list=list.slice(place+1)}
else if(what==='start'&&current&&current.session===session)current={...current,began:at}
else if(what==='end'&&current&&current.session===session)current=null}
if(current&&(!current.began||current.isBreak)&&current.end<=now)current=null;list=list.filter(({end})=>end>now);
if(!current&&list[0]&&list[0].isBreak&&list[0].start<=now)current=list.shift();return{current,next:list[0],talk:list.find(({isBreak})=>!isBreak)}};
const line=(talk)=>talk?talk.session+' · '+talk.title:'';
const draw=()=>{const now=time.now(),{current,next,talk}=shown(now),{phase,until}=phaseAt(current,next,now);
document.body.dataset.phase=phase;put('clock',clockOf(now,true));put('word',words[phase]);put('unit',until===undefined?'':words['unit-'+phase]);
put('digits',until===undefined?'–':digitsOf(until,now));find('digits').classList.toggle('long',find('digits').textContent.length>5);put('what',line(phase==='before'||phase==='waiting'?next:current));
const began=current&&current.began&&!current.isBreak?fill(words.began,{time:clockOf(Date.parse(current.began)),end:clockOf(current.end)}):current?fill(words.until,{end:clockOf(current.end)}):'';
put('began',began);const said=state.message;put('said',said?said.text:'');put('said-at',said?clockOf(Date.parse(said.at)):'');
const box=find('message');if(box)box.hidden=!said;document.body.classList.toggle('said',!!said);const record=(phase==='before'||phase==='waiting'?next:current);const no=find('no-record');if(no)no.hidden=!(record&&record.doNotRecord);
const startable=current&&!current.began&&!current.isBreak?current:talk&&talk.start-now<36e5?talk:null;const endable=current&&!current.isBreak?current:null;
button('start',startable);button('end',endable);const undo=find('undo');if(undo){const mine=kept().filter((one)=>one.what!=='undo').at(-1),last=mine||state.press;
undo.disabled=!last||kept().some((one)=>one.press===last.id);put('undo-what',last?words['was-'+last.what].replace('{session}',last.session).replace('{time}',clockOf(Date.parse(last.at))):'');undo.dataset.press=last?last.id:''}
waiting()};
const button=(what,talk)=>{const one=find(what);if(!one)return;one.disabled=!talk;one.dataset.session=talk?talk.session:'';put(what+'-word',talk?fill(words[what],{session:talk.session}):words['no-'+what]);put(what+'-what',talk?talk.title:'')};
const waiting=()=>{const list=find('kept');if(!list)return;const text=kept().map(({what,session,at})=>fill(words['kept-'+what],{session,time:clockOf(Date.parse(at),true)}));if(text.length&&presses.inMemory()&&!isKept())text.push(words.unkeepable);
if(list.dataset.text!==text.join()){list.dataset.text=text.join();list.replaceChildren(...text.map((one)=>{const item=document.createElement('li');item.textContent=one;return item}))}};
const tell=(text,isBad)=>{const list=find('became');if(!list)return;const item=document.createElement('li');item.textContent=clockOf(time.now())+' '+text;if(isBad)item.className='mark';list.prepend(item);while(list.children.length>4)list.lastChild.remove()};`;

const LIVE_SCRIPT = `const isEnd=({status})=>${JSON.stringify(ENDED)}.includes(status);let from,heard=performance.now(),opening,isCurrent=false;
const online=()=>{heard=performance.now();if(lost!==undefined||!isCurrent){isCurrent=isKept();tellWorker('renew');if(isCurrent)worker.update().catch(()=>{})}lost=undefined;put('live',words.live);document.body.classList.remove('stale');flush().then(renewed)};
const offline=()=>{if(ended)return;const isNew=lost===undefined;lost??=time.now()-(performance.now()-heard);put('live',fill(words.stale,{time:clockOf(lost)})+(isKept()?'':' '+words['no-reload']));document.body.classList.add('stale');if(isNew)remember()};
const close=()=>{tellWorker('forget');ended=true;from&&from.close();put('live',words.ended);document.body.classList.add('stale')};
const open=()=>{clearTimeout(opening);if(ended)return;from&&from.close();from=new EventSource(base+'/events'+location.search);
from.addEventListener('stage',({data})=>{const news=JSON.parse(data);time.heard(Date.parse(news.now),news.rate||1);if(news.state)state=news.state;
partsShown(news.parts||{});online();rememberNow(news.state||Object.keys(news.parts||{}).length);draw()});
from.addEventListener('ended',close);
from.onerror=()=>{offline();if(from.readyState===2)again()}};
const again=()=>{clearTimeout(opening);opening=setTimeout(async()=>{try{const answer=await fetch(base+'/state',{cache:'no-store'});if(isEnd(answer))return close()}catch{}open()},2e3)};
addEventListener('offline',()=>{offline()});addEventListener('online',()=>{open()});
document.addEventListener('visibilitychange',()=>{if(!document.hidden){open();awake()}});
const awake=()=>{try{navigator.wakeLock&&navigator.wakeLock.request('screen').catch(()=>{})}catch{}};
setInterval(()=>{if(performance.now()-heard>${SILENCE}e3&&!ended){offline();if(performance.now()-heard>${2 * SILENCE}e3){heard=performance.now()-${SILENCE}e3;open()}}},1e3);
setInterval(draw,200);`;

const PRESS_SCRIPT = `let sending=false;
const post=(what,body)=>fetch(base+'/'+what,{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify(body)});
const flush=async()=>{if(sending||ended)return;sending=true;try{for(let one;(one=kept()[0]);){let answer;
try{answer=await post(one.what,one.what==='undo'?{id:one.press}:one)}catch{return}
const said=await answer.json().catch(()=>({}));if(!said.outcome&&isEnd(answer))return close();
// What another machine has answered (a proxy, the hall's own login page) is no answer to a press.
if(!said.outcome&&answer.status!==400)return;keep(kept().filter(({id})=>id!==one.id));
if(said.state){state=said.state;time.heard(Date.parse(state.now))}tell(said.words||words.refused,!answer.ok);draw()}}finally{sending=false}};
const idOf=()=>[...crypto.getRandomValues(new Uint8Array(12))].map((one)=>one.toString(16).padStart(2,'0')).join('');
const press=(what,more)=>{keep([...kept(),{id:idOf(),what,at:new Date(Math.round(time.now())).toISOString(),...more}]);draw();flush()};
for(const what of ['start','end'])find(what)?.addEventListener('click',({currentTarget})=>press(what,{session:currentTarget.dataset.session}));
find('undo')?.addEventListener('click',({currentTarget})=>{const id=currentTarget.dataset.press,all=kept();
if(!sending&&all.some((one)=>one.id===id)){const one=all.find((each)=>each.id===id);keep(all.filter((each)=>each.id!==id));tell(fill(words['unkept-'+one.what],{session:one.session}));draw()}
else press('undo',{press:id,session:all.find((one)=>one.id===id)?.session||(state.press||{}).session})});
const send=async(what,body,bad)=>{try{const answer=await post(what,body);if(answer.status===401){close();return}const said=await answer.json().catch(()=>({words:words.refused}));tell(said.words||words.refused,!answer.ok);return answer.ok}catch{tell(bad,true)}};
find('say')?.addEventListener('submit',async(event)=>{event.preventDefault();const field=find('say-text');if(!field.value.trim())return;if(await send('say',{text:field.value},words['say-lost']))field.value=''});
find('unsay')?.addEventListener('click',()=>send('say',{text:''},words['say-lost']));
const ask=find('ask');find('help')?.addEventListener('click',()=>{find('help-lost').textContent='';ask.showModal()});
find('help-no')?.addEventListener('click',()=>ask.close());
find('help-form')?.addEventListener('submit',async(event)=>{event.preventDefault();const go=find('help-yes');go.disabled=true;
try{const answer=await post('help',{text:find('help-text').value});if(answer.status===401){close();return}const said=await answer.json();if(answer.ok){find('help-text').value='';ask.close();tell(said.words)}else find('help-lost').textContent=said.words||words.refused}
catch{find('help-lost').textContent=words['help-lost']}finally{go.disabled=false}});`;

/** The whole of it, once the page is there. */
export const STAGE_SCRIPT = `addEventListener('DOMContentLoaded',()=>{${PHASE_SCRIPT}
${TIME_SCRIPT}
${DIGITS_SCRIPT}
${KEEP_SCRIPT}
${RESUME_SCRIPT}
${SHOW_SCRIPT}
${LIVE_SCRIPT}
${PRESS_SCRIPT}
${WORKER_SCRIPT}
if(resumed)offline();draw();open();awake()});`;

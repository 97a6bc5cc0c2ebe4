/** The style of the page: of the reader’s own fonts, light or dark. */
export const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#d0d7de,#3d444d);--muted:light-dark(#59636e,#9198a1);--good:light-dark(#116329,#4ac26b);--bad:light-dark(#a40e26,#ff7b72);--odd:light-dark(#7d4e00,#d29922)}
body{background:light-dark(#fff,#0d1117);color:light-dark(#1f2328,#e6edf3);font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.3rem;margin:0}h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
.answer{font-size:1.15rem;margin:.75rem 0}.muted,.before,dt{color:var(--muted)}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:.3rem .8rem .3rem 0;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}
svg{max-width:100%;height:auto;border:1px solid var(--line)}circle{fill:currentColor;fill-opacity:.35}circle.regressed{fill:var(--bad);fill-opacity:.9}circle.fixed{fill:var(--good);fill-opacity:.9}
form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.5rem 0}label{display:grid;font-size:.85rem;color:var(--muted)}select,input{font:inherit;padding:.3rem;min-width:9rem}
.sample{border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 2.2rem}summary{display:flex;flex-wrap:wrap;gap:.2rem .9rem;padding:.4rem 0;cursor:pointer}summary b,summary i{min-width:5rem;font-style:normal;font-weight:600}summary i:empty{display:none}summary bdi{min-width:0}
ins{background:light-dark(#dafbe1,#12361f)}del{background:light-dark(#ffebe9,#4b1a1d)}.passed,.fixed{color:var(--good)}.failed,.regressed{color:var(--bad)}.error,.errored,.abstained{color:var(--odd)}
dl{margin:0 0 1rem;display:grid;gap:.2rem}dd{margin:0 0 .4rem}pre{font:13px/1.45 ui-monospace,monospace;white-space:pre-wrap;margin:0;max-height:30rem;overflow:auto;unicode-bidi:plaintext}
:focus-visible{outline:2px solid Highlight;outline-offset:2px}[hidden]{display:none}`;

/** Filters the samples; what is chosen is kept behind the # of the address. */
export const SCRIPT = `
const form=document.querySelector('form'),samples=[...document.querySelectorAll('.sample')],shown=document.querySelector('#shown');
for(const [name,value] of new URLSearchParams(location.hash.slice(1)))if(form.elements[name])form.elements[name].value=value;
function filter(){const {status,change,text}=Object.fromEntries(new FormData(form));const wanted=(text||'').toLowerCase();let count=0;
for(const sample of samples){const fits=(!status||sample.dataset.status===status)&&(!change||sample.dataset.change===change)&&(!wanted||sample.textContent.toLowerCase().includes(wanted));sample.hidden=!fits;if(fits)count+=1}
shown.textContent=count+' of '+samples.length+' shown';history.replaceState(null,'','#'+new URLSearchParams([...new FormData(form)].filter(([,value])=>value)))}
form.hidden=false;form.addEventListener('input',filter);form.addEventListener('submit',(event)=>event.preventDefault());filter();`;

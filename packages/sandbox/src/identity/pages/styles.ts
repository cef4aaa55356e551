/** The style sheet of the issuer's pages; light and dark follow the system. */
export const styles = `
:root{color-scheme:light dark;--ground:#F6F5F2;--surface:#FFFFFF;--text:#1E1D1A;--second:#5C5952;--line:#DEDBD3;--edge:#8A867C;--accent:#0B6E5F;--on-accent:#FFFFFF;--quiet:#EEECE6}
@media (prefers-color-scheme:dark){:root{--ground:#141513;--surface:#1C1E1B;--text:#ECEBE6;--second:#ABA99F;--line:#363932;--edge:#7D7F76;--accent:#4FC3A8;--on-accent:#0B1F1A;--quiet:#2B2C28}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{max-width:720px;margin:0 auto;padding:40px 20px 48px}
.mark{fill:var(--accent);display:block;margin-bottom:16px}
h1{font-size:24px;line-height:1.25;font-weight:600;margin:0 0 8px}
p{margin:0 0 16px;max-width:60ch}
.second{color:var(--second)}
ul.people{list-style:none;margin:24px 0;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
ul.people form{height:100%}
button{font:inherit;color:inherit;cursor:pointer;border-radius:6px}
button.person{display:grid;grid-template-columns:40px 1fr;gap:2px 12px;width:100%;height:100%;align-content:start;text-align:left;padding:16px;background:var(--surface);border:1px solid var(--edge)}
button.person:hover{border-color:var(--accent);background:var(--quiet)}
button.plain{padding:8px 16px;background:var(--surface);border:1px solid var(--edge)}
button.main{padding:8px 16px;background:var(--accent);color:var(--on-accent);border:1px solid var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.initials{grid-row:span 3;width:40px;height:40px;border-radius:50%;display:grid;place-items:center;background:var(--accent);color:var(--on-accent);font-weight:600}
.name{font-weight:600}
.person span{overflow-wrap:anywhere}
.actions{display:flex;gap:12px;flex-wrap:wrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:24px 0 0;padding-top:16px;border-top:1px solid var(--line)}
dt{color:var(--second)}
dd{margin:0;overflow-wrap:anywhere}
footer{margin-top:24px;padding-top:16px;border-top:1px solid var(--line);color:var(--second)}
@media (forced-colors:active){.mark{fill:CanvasText}}
`.trim();

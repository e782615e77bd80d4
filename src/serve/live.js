// Shows a newer build as soon as there is one. Where only the text of pages has changed it is put
// in place, so that whoever reads along keeps the place; else the page is loaded anew.
(() => {
  let seen = new URL(document.currentScript.src).searchParams.get("seen");
  const pause = () => new Promise((done) => setTimeout(done, 1000));
  // What a token says before its last part stays as long as styles and scripts do.
  const looks = (token) => token.slice(0, token.lastIndexOf("-"));
  const sheets = (page) => [...page.head.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join();
  const runs = (page) => page.querySelector('script:not([type="application/ld+json"], [src^="/__zzsite/"])');
  const put = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const script = next.querySelector('script[src^="/__zzsite/live.js"]');
    if (!script || runs(document) || runs(next) || sheets(document) !== sheets(next)) return false;
    const keeps = (element) => element.matches("link[rel=stylesheet]");
    for (const old of [...document.head.children]) if (!keeps(old)) old.remove();
    document.head.append(...[...next.head.children].filter((element) => !keeps(element)));
    document.body.replaceWith(next.body);
    // Scripts put in this way do not run, so this one goes on; it is the build of the page that counts.
    seen = new URL(script.getAttribute("src"), location).searchParams.get("seen");
    return true;
  };
  const wait = async () => {
    for (;;) {
      try {
        const answer = await fetch("/__zzsite/wait?seen=" + seen, { cache: "no-store" });
        const token = await answer.text();
        if (!answer.ok) await pause();
        else if (token !== seen && !(looks(token) === looks(seen) && (await put()))) return location.reload();
      } catch {
        await pause();
      }
    }
  };
  wait();
})();

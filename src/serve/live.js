// Reloads the page when a newer build than the one it shows is there.
(() => {
  const seen = new URL(document.currentScript.src).searchParams.get("seen");
  const pause = () => new Promise((done) => setTimeout(done, 1000));
  const wait = async () => {
    for (;;) {
      try {
        const answer = await fetch("/__zzsite/wait?seen=" + seen, { cache: "no-store" });
        if (!answer.ok) await pause();
        else if ((await answer.text()) !== seen) return location.reload();
      } catch {
        await pause();
      }
    }
  };
  wait();
})();

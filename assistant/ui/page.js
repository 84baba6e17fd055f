// A click on [n] brings the passage into view and flashes it; "回答に戻る" goes back to the answer.
// A new question is scrolled into view; while an answer grows, a reader who is at its end stays there.
(() => {
  document.documentElement.lang = "ja"; // the shapes of kanji depend on it

  const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  const show = (target) => {
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView({ behavior: motion(), block: "center" });
    target.classList.remove("flash");
    void target.offsetWidth; // restarts the animation
    target.classList.add("flash");
    target.focus({ preventScroll: true });
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a.cite, a.back");
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      const target = document.getElementById(link.getAttribute("href").slice(1));
      if (target) show(target);
    },
    true,
  );

  // A list that unfolds below the edge is brought up ("toggle" does not bubble).
  document.addEventListener("toggle", (e) => e.target.open && e.target.scrollIntoView({ behavior: motion(), block: "nearest" }), true);

  let asked = 0;
  let atEnd = true;
  const follow = (box) => {
    const questions = box.querySelectorAll(".asked");
    const scrolls = box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY === "auto";
    if (scrolls && (questions.length > asked || atEnd)) box.scrollTop = box.scrollHeight;
    else if (!scrolls && questions.length > asked) questions[questions.length - 1].scrollIntoView({ behavior: motion() });
    asked = questions.length;
  };
  const watch = new MutationObserver(() => {
    const box = document.getElementById("conversation");
    if (!box || box.dataset.watched) return;
    box.dataset.watched = "yes";
    watch.disconnect();
    new MutationObserver(() => follow(box)).observe(box, { childList: true, subtree: true });
    box.addEventListener("scroll", () => (atEnd = box.scrollTop + box.clientHeight > box.scrollHeight - 40));
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
})();

// Runs before the first paint: applies the reader's stored choices to <html>, and
// says whether a search is asked for, so that its answer finds room kept free.
// Only words from these lists are ever taken from storage.
(() => {
  const known = {
    scheme: ["light", "dark"],
    size: ["1", "3", "4"],
    face: ["sans"],
    flow: ["vertical"],
  };
  if (/[?&]q=[^&]/.test(location.search)) document.documentElement.dataset.asked = "";
  for (const [name, values] of Object.entries(known)) {
    try {
      const stored = localStorage.getItem(`wenyuan-${name}`);
      if (values.includes(stored)) document.documentElement.dataset[name] = stored;
    } catch {
      return; // storage is forbidden: the defaults stand
    }
  }
})();

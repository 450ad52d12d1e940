// Before the first paint: the theme that was chosen last.
try {
  const theme = localStorage.getItem("tc3-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* A browser without storage: as the system has it. */ }

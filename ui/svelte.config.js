// How Svelte compiles the page: runes only, styles in files (the strict CSP allows no inline styles).
export default {
  compilerOptions: { runes: true, css: "external" },
};

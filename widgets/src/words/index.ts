// The active language. A second one is a file beside en.ts with the same names.
// Each name is exported by itself, so that a bundle carries only the words it says.
export * from "./en";

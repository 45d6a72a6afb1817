import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "kith-words": fileURLToPath(new URL("./kith_widgets/words/en.json", import.meta.url)) } },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts", "companion/**/*.test.ts"] },
});

// The model of benches/sampling.rs in Squiggle: median of several warm runs.
import { run } from "@quri/squiggle-lang";

const model = `
users = 50M to 200M
requests = 5 to 20
peak = 2 to 5
size = 1000 to 10000
written = 0.05 to 0.2
server = 500 to 2000
rate = users * requests / 86400
atPeak = rate * peak
bandwidth = atPeak * size
storage = rate * written * size * 31557600
servers = atPeak / server
summary(x) = [mean(x), quantile(x, 0.05), quantile(x, 0.5), quantile(x, 0.95)]
[summary(rate), summary(atPeak), summary(bandwidth), summary(storage), summary(servers)]
`;

for (const sampleCount of [10_000, 100_000, 1_000_000]) {
  const environment = { sampleCount, xyPointLength: 1000, seed: "b" };
  const times = [];
  let shown = "";
  // The first run compiles and is left out.
  for (let round = 0; round < (sampleCount < 1_000_000 ? 8 : 4); round++) {
    const start = performance.now();
    const { result } = await run(model, { environment });
    const time = performance.now() - start;
    if (round > 0) times.push(time);
    if (!result.ok) throw new Error(String(result.value));
    const numbers = result.value.result.toString().match(/[\d.]+/g).map(Number);
    shown = `${numbers[0].toFixed(0)}, ${numbers[7].toFixed(0)}`;
  }
  times.sort((a, b) => a - b);
  const median = times[times.length >> 1].toFixed(1);
  console.log(`${String(sampleCount).padStart(10)}  ${median.padStart(7)} ms  ${shown}`);
}

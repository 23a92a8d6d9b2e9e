// QualWeb as its own core runs it, on the addresses of a JSON list on standard input; on standard output, by address,
// the rules that failed with the number of elements. Settings are its own but for the browser.
"use strict";

const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");

const own = createRequire(`${process.argv[2]}/package.json`);
const { QualWeb } = own("@qualweb/core");
const { ACTRules } = own("@qualweb/act-rules");

// Its core does not wait for the scripts that it puts into a page: where the page is gone by then, nobody hears of it.
process.on("unhandledRejection", (error) => console.error(String(error)));

async function main() {
  const addresses = JSON.parse(readFileSync(0, "utf-8"));
  const engine = new QualWeb({});
  const said = {};
  // What it tells of its progress goes where it does not disturb.
  console.log = console.error;
  await engine.start({ maxConcurrency: 1, timeout: 120000, monitor: false },
    { executablePath: process.argv[3], args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
  try {
    for (const address of addresses) {
      const reports = await engine.evaluate({ url: address, modules: [new ACTRules({})] });
      for (const report of Object.values(reports)) {
        const rules = Object.values(report.modules["act-rules"].assertions);
        said[address] = Object.fromEntries(rules.filter((rule) => rule.metadata.failed).map((rule) => [rule.code, rule.metadata.failed]));
      }
    }
  } finally {
    await engine.stop();
  }
  process.stdout.write(JSON.stringify(said));
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });

// Files held against a JSON Schema. `node schema.mjs SCHEMA FILE...` prints one line for each file: `pass NAME`, or
// `fail NAME` with what is wrong. The schema itself must be one of draft 2020-12, without anything unknown in it.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const [schema, ...files] = process.argv.slice(2);
const ajv = new Ajv.default({ strict: true, allowUnionTypes: true, allErrors: false });
// What editors read besides.
ajv.addVocabulary(['markdownDescription', 'enumDescriptions', 'markdownEnumDescriptions']);
const valid = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
for (const file of files) {
  const passes = valid(parse(readFileSync(file, 'utf8'), { uniqueKeys: false }));
  const why = passes ? '' : ' ' + ajv.errorsText(valid.errors);
  console.log(`${passes ? 'pass' : 'fail'} ${file}${why}`);
}

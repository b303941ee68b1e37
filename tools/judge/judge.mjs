// Shows the pictures of a folder to the expression network of face-api and writes what it says.
// Usage: node judge.mjs FOLDER > JUDGEMENTS.json
// FOLDER holds manifest.json and the pictures it names, as emo3d-render-set writes them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';

// face-api's build for node is CommonJS and must share one copy of tfjs with its wasm backend.
const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

// Lower than face-api's .5, at which the detector misses drawn faces with pursed lips and shut eyes.
const kMinConfidence = 0.2;

async function load() {
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'));
  await tf.setBackend('wasm');
  await tf.ready();
  const models = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  await faceapi.nets.ssdMobilenetv1.loadFromDisk(models);
  await faceapi.nets.faceExpressionNet.loadFromDisk(models);
}

function readPicture(path) {
  const { data, width, height } = PNG.sync.read(readFileSync(path));
  return tf.tidy(() => tf.tensor3d(data, [height, width, 4], 'int32').slice([0, 0, 0], [-1, -1, 3]).expandDims().toFloat());
}

/** The probabilities of the seven classes for the most certain face of a picture; null where it finds no face. */
async function judge(path) {
  const picture = readPicture(path);
  const options = new faceapi.SsdMobilenetv1Options({ minConfidence: kMinConfidence, maxResults: 1 });
  const [face] = await faceapi.detectAllFaces(picture, options).withFaceExpressions();
  picture.dispose();
  if (!face) return { face_score: null, probabilities: null };
  const round = (x) => Math.round(x * 1e4) / 1e4;
  const probabilities = Object.fromEntries(Object.entries(face.expressions).map(([name, p]) => [name, round(p)]));
  return { face_score: round(face.detection.score), probabilities };
}

const [folder, ...rest] = process.argv.slice(2);
if (!folder || rest.length > 0) {
  console.error('usage: node judge.mjs FOLDER > JUDGEMENTS.json');
  process.exit(2);
}
const { pictures } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
await load();
const judgements = [];
for (const picture of pictures) {
  judgements.push({ ...picture, ...(await judge(join(folder, picture.file))) });
  if (process.stderr.isTTY) process.stderr.write(`\r${judgements.length} of ${pictures.length}`);
}
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(JSON.stringify({ judge: `face-api ${faceapi.version}`, judgements }, null, 1));

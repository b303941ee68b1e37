// Times MediaPipe's own Face Landmarker (WASM, CPU) in headless Chromium on images given by path.
// Usage: node official.mjs FACE_LANDMARKER.task MAX_FACES IMAGE... > RESULTS.json
// Each image gets a warm-up and kRuns timed detections; a result is {image, faces, median_ms, least_ms}.
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kWarmUps = 5;
const kRuns = 20;
const kTimeLimit_ms = 120_000;
const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.png': 'image/png' };

const [task, maxFaces, ...images] = process.argv.slice(2);
if (images.length === 0) {
  console.error('usage: node official.mjs FACE_LANDMARKER.task MAX_FACES IMAGE... > RESULTS.json');
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = dirname(createRequire(import.meta.url).resolve('@mediapipe/tasks-vision'));
const job = { maxFaces: Number(maxFaces), images: images.length, warmUps: kWarmUps, runs: kRuns };

/** What the browser may ask for, by path: the page, its job, the package, the models and the images. */
function fileOf(path) {
  if (path === '/') return join(here, 'page.html');
  if (path === '/task') return task;
  const image = path.match(/^\/image\/(\d+)$/);
  if (image) return images[Number(image[1])];
  const part = path.match(/^\/package\/((?:wasm\/)?[a-z_]+\.(?:mjs|js|wasm))$/);
  return part ? join(packageFolder, part[1]) : undefined;
}

const finished = new Promise((resolve) => {
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/results') {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        response.end();
        resolve(JSON.parse(body));
      });
      return;
    }
    if (request.url === '/job') return void response.end(JSON.stringify(job));
    const file = fileOf(request.url);
    if (!file) return void response.writeHead(404).end();
    // isolated pages have clocks of 5 microseconds instead of 100
    response.writeHead(200, {
      'Content-Type': kTypes[extname(file)] ?? 'application/octet-stream',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    createReadStream(file).on('error', () => response.destroy()).pipe(response);
  });
  server.listen(0, '127.0.0.1', () => start(`http://127.0.0.1:${server.address().port}/`));
});

let browser;
const profile = mkdtempSync(join(tmpdir(), 'emo3d-chromium-'));
function start(address) {
  const options = ['--headless=new', '--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-extensions',
    '--use-angle=swiftshader', '--enable-unsafe-swiftshader', `--user-data-dir=${profile}`, address];
  browser = spawn(process.env.CHROMIUM ?? 'chromium', options, { stdio: 'ignore' });
  browser.on('error', (error) => stop(1, `chromium: ${error.message}`));
  browser.on('exit', (code) => stop(1, `chromium ended with code ${code}`));
  setTimeout(() => stop(1, `no result after ${kTimeLimit_ms / 1000} s`), kTimeLimit_ms);
}

function stop(code, message) {
  if (message) console.error(message);
  browser.removeAllListeners('exit');
  browser.on('exit', () => leave(code));
  if (browser.exitCode !== null || browser.pid === undefined || !browser.kill()) leave(code);
}

function leave(code) {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

const answer = await finished;
if (answer.error) stop(1, answer.error);
else {
  console.log(JSON.stringify(answer.results.map((result, i) => ({ image: images[i], ...result }))));
  stop(0);
}

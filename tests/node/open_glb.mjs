// Opens a GLB with three.js's GLTFLoader and checks what an engine relies on: 52 named morph targets on every mesh,
// default weights and an animation of them that ends in the expression of the JSON file.
// Usage: node open_glb.mjs FACE.glb FACE.json
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AnimationMixer, Mesh } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

const [glbPath, jsonPath] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(jsonPath, 'utf8')).blendshapes;
const bytes = readFileSync(glbPath);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const gltf = await new GLTFLoader().parseAsync(buffer, '');

const meshes = [];
gltf.scene.traverse((object) => { if (object instanceof Mesh) meshes.push(object); });
assert.ok(meshes.length >= 6, `skin, eye, wet, tooth, hair and cloth expected, got ${meshes.length} meshes`);

const names = Object.keys(expected);
assert.equal(names.length, 52);
const moved = new Set();
for (const mesh of meshes) {
  assert.deepEqual(Object.keys(mesh.morphTargetDictionary).sort(), [...names].sort());
  const targets = mesh.geometry.morphAttributes.position;
  assert.equal(targets.length, 52);
  for (const [name, index] of Object.entries(mesh.morphTargetDictionary)) {
    assert.equal(targets[index].count, mesh.geometry.attributes.position.count);
    if (targets[index].array.some((x) => x !== 0)) moved.add(name);
    assert.ok(Math.abs(mesh.morphTargetInfluences[index] - expected[name]) < 1e-5, `default weight of ${name}`);
  }
  for (const attribute of ['position', 'normal', 'color'])
    assert.ok(mesh.geometry.attributes[attribute].array.every(Number.isFinite), attribute);
}
assert.equal(moved.size, 52, `channels that move nothing: ${names.filter((n) => !moved.has(n))}`);

assert.equal(gltf.animations.length, 1);
const mixer = new AnimationMixer(gltf.scene);
mixer.clipAction(gltf.animations[0]).play();
const worst = (target) => Math.max(...meshes.flatMap((mesh) =>
  Object.entries(mesh.morphTargetDictionary).map(([name, i]) => Math.abs(mesh.morphTargetInfluences[i] - target(name)))));
mixer.setTime(0);
assert.ok(worst(() => 0) < 1e-6, 'the animation starts at neutral');
mixer.setTime(1);
assert.ok(worst((name) => expected[name]) < 1e-5, 'the animation reaches the expression');
console.log(`${meshes.length} meshes, ${names.length} targets, all of them move`);

// Opens an exported head with three.js's GLTFLoader, sets morph targets, and compares every vertex with the OBJ file of
// the same shape. Usage: node open_head.mjs HEAD.glb SHAPES_FOLDER
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { validateBytes } from 'gltf-validator';
import { Mesh, Vector3 } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { readNames, readShape, sourceVertices } from './obj_shapes.mjs';

const [glbPath, folder] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(glbPath));
const { issues } = await validateBytes(bytes);
assert.deepEqual(issues.messages, [], 'the Khronos validator finds nothing');
const gltf = await new GLTFLoader().parseAsync(bytes.slice().buffer, '');
assert.equal(gltf.animations.length, 0);

const meshes = [];
gltf.scene.traverse((object) => { if (object instanceof Mesh) meshes.push(object); });
const names = readNames(folder);
assert.equal(names.length, 52);
const neutral = readShape(folder, 'neutral');
const materials = meshes.map((mesh) => mesh.material.name);
assert.deepEqual(materials, [...neutral.groups.keys()]);
const kinds = new Set(materials.map((name) => name.replace(/_(light|dark)$/, '')));
assert.deepEqual([...kinds], ['skin', 'eye', 'wet', 'tooth', 'hair', 'cloth']);
const sources = new Map(meshes.map((mesh) => [mesh, sourceVertices(mesh, neutral)]));

const kOfObjDigits = 2e-6;  // metres; OBJ files hold six decimals
const point = new Vector3();
function largestDistance(shape) {
  let largest = 0;
  for (const mesh of meshes)
    sources.get(mesh).forEach((source, vertex) => {
      mesh.getVertexPosition(vertex, point);
      const [x, y, z] = shape.positions[source];
      largest = Math.max(largest, Math.hypot(point.x - x, point.y - y, point.z - z));
    });
  return largest;
}
assert.ok(largestDistance(neutral) < kOfObjDigits, 'the head at rest');
for (const name of ['jawOpen', 'eyeBlinkLeft', 'mouthSmileRight', 'eyeLookOutLeft', 'browInnerUp', 'tongueOut']) {
  for (const mesh of meshes) mesh.morphTargetInfluences.fill(0);
  assert.ok(largestDistance(readShape(folder, name)) > 1e-3, `${name} differs from rest`);
  for (const mesh of meshes) mesh.morphTargetInfluences[mesh.morphTargetDictionary[name]] = 1;
  const shape = readShape(folder, name);
  const distance = largestDistance(shape);
  assert.ok(distance < kOfObjDigits, `${name}: a vertex is ${distance} m from that of the OBJ file`);
  for (const mesh of meshes) {
    const { normal } = mesh.geometry.attributes;
    const delta = mesh.geometry.morphAttributes.normal[mesh.morphTargetDictionary[name]];
    sources.get(mesh).forEach((source, vertex) => {
      const at = (k) => normal.getComponent(vertex, k) + delta.getComponent(vertex, k);
      for (const k of [0, 1, 2]) assert.ok(Math.abs(at(k) - shape.normals[source][k]) < 2e-4, `normal of ${name}`);
    });
  }
}
console.log(`${meshes.length} meshes, shapes agree with the OBJ files`);

// Opens an exported avatar with three-vrm and drives it as VRM applications do: expressions, gaze, the head bone.
// Usage: node open_vrm.mjs HEAD.vrm SHAPES_FOLDER
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { VRMExpressionPresetName, VRMLoaderPlugin, VRMRequiredHumanBoneName } from '@pixiv/three-vrm';
import { validateBytes } from 'gltf-validator';
import { SkinnedMesh, Vector3 } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { readNames, readShape, sourceVertices } from './obj_shapes.mjs';

const [vrmPath, folder] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(vrmPath));
const { issues } = await validateBytes(bytes);
// The validator of core glTF says that it does not know the extension.
assert.deepEqual(issues.messages.map((message) => message.code), ['UNSUPPORTED_EXTENSION']);

const loader = new GLTFLoader();
loader.register((parser) => new VRMLoaderPlugin(parser));
const { vrm } = (await loader.parseAsync(bytes.slice().buffer, '')).userData;
assert.equal(vrm.meta.metaVersion, '1');
assert.ok(vrm.meta.name && vrm.meta.authors.length > 0 && vrm.meta.thirdPartyLicenses);
for (const bone of Object.values(VRMRequiredHumanBoneName)) assert.ok(vrm.humanoid.getRawBoneNode(bone), bone);

const names = readNames(folder);
const customs = Object.keys(vrm.expressionManager.customExpressionMap);
assert.deepEqual([...customs].sort(), [...names].sort());
for (const preset of Object.values(VRMExpressionPresetName)) assert.ok(vrm.expressionManager.getExpression(preset), preset);

const meshes = [];
vrm.scene.traverse((object) => { if (object instanceof SkinnedMesh) meshes.push(object); });
assert.equal(meshes.length, readShape(folder, 'neutral').groups.size);
const weight = (name) => {
  const values = meshes.map((mesh) => mesh.morphTargetInfluences[mesh.morphTargetDictionary[name]]);
  assert.ok(values.every((value) => value === values[0]), `${name} is the same on all meshes`);
  return values[0];
};
// Sets expressions, lets three-vrm work, and returns the morph targets that are not zero.
function shown(values) {
  vrm.expressionManager.resetValues();
  for (const [name, value] of Object.entries(values)) vrm.expressionManager.setValue(name, value);
  vrm.update(0);
  return Object.fromEntries(names.map((name) => [name, weight(name)]).filter(([, value]) => value !== 0));
}
for (const name of names) assert.deepEqual(shown({ [name]: 0.5 }), { [name]: 0.5 });
assert.deepEqual(shown({ blink: 1 }), { eyeBlinkLeft: 1, eyeBlinkRight: 1 });
assert.deepEqual(shown({ blinkLeft: 1 }), { eyeBlinkLeft: 1 });
assert.deepEqual(shown({ neutral: 1 }), {});
assert.ok(shown({ happy: 1 }).mouthSmileLeft > 0.5);
assert.deepEqual(shown({ surprised: 1, aa: 1 }), shown({ surprised: 1 }), 'surprise holds the mouth');

// The gaze: full weight at the angle of the eyeballs' own range, to the subject's left for positive yaw.
shown({});
vrm.lookAt.yaw = 90;
vrm.lookAt.pitch = 0;
vrm.update(0);
assert.ok(Math.abs(weight('eyeLookOutLeft') - 1) < 1e-6 && Math.abs(weight('eyeLookInRight') - 1) < 1e-6);
assert.equal(weight('eyeLookInLeft'), 0);
vrm.lookAt.yaw = 0;

// At rest the skinned vertices are the OBJ's, moved up onto the body; the head bone carries the face, not the shoulders.
shown({});
vrm.scene.updateMatrixWorld(true);
const neutral = readShape(folder, 'neutral');
const skin = meshes.find((mesh) => mesh.material.name === 'skin');
const source = sourceVertices(skin, neutral);
const places = () => source.map((_, vertex) => skin.getVertexPosition(vertex, new Vector3()));
const rest = places();
const up = rest[0].y - neutral.positions[source[0]][1];
rest.forEach((place, vertex) => {
  const [x, y, z] = neutral.positions[source[vertex]];
  assert.ok(Math.hypot(place.x - x, place.y - up - y, place.z - z) < 2e-6);
});
const nose = rest.reduce((best, place, vertex) => (place.z > rest[best].z ? vertex : best), 0);
const shoulder = rest.reduce((best, place, vertex) => (place.y < rest[best].y ? vertex : best), 0);
vrm.humanoid.getNormalizedBoneNode('head').rotation.y = Math.PI / 2;
vrm.update(0);
vrm.scene.updateMatrixWorld(true);
const turned = places();
assert.ok(turned[nose].x > rest[nose].z * 0.9, 'the nose points to the left');
assert.ok(turned[shoulder].distanceTo(rest[shoulder]) < 1e-6, 'the shoulders stay');
console.log(`${customs.length} custom expressions, bones, gaze and skin work; ${up.toFixed(2)} m above the ground`);

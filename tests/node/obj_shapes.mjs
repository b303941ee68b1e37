// Reads the OBJ files of `emo3d export`: what the program says of each shape.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Positions and normals as lists of [x, y, z]; faces by group as flat lists of vertex numbers, three per triangle.
export function readShape(folder, name) {
  const shape = { positions: [], normals: [], groups: new Map() };
  let group;
  for (const line of readFileSync(join(folder, `${name}.obj`), 'utf8').split('\n')) {
    const [kind, ...words] = line.split(' ');
    if (kind === 'v') shape.positions.push(words.slice(0, 3).map(Number));
    else if (kind === 'vn') shape.normals.push(words.map(Number));
    else if (kind === 'g') shape.groups.set(words[0], (group = []));
    else if (kind === 'f') for (const corner of words) group.push(parseInt(corner, 10) - 1);
  }
  return shape;
}

export function readNames(folder) {
  return readFileSync(join(folder, 'names.txt'), 'utf8').trim().split('\n');
}

// For each vertex of a three.js mesh that of the OBJ files: their triangles come in the same order.
export function sourceVertices(mesh, shape) {
  const faces = shape.groups.get(mesh.material.name);
  const index = mesh.geometry.index.array;
  if (index.length !== faces.length) throw new Error(`${mesh.material.name}: ${index.length} corners, OBJ ${faces.length}`);
  const source = new Array(mesh.geometry.attributes.position.count);
  index.forEach((vertex, i) => { source[vertex] = faces[i]; });
  return source;
}

"""Imports an exported head into Blender, as GLB and as OBJ, and compares the two corner by corner: at rest and with
shape keys set to 1. Usage: blender --background --factory-startup --python-exit-code 1 --python compare_shapes.py --
HEAD.glb SHAPES_FOLDER"""

import os
import sys

import bpy
import numpy

# OBJ files hold six decimals, and both importers turn the axes in single precision.
TOLERANCE_M = 2e-6
# Shapes on each side, in the middle, of eyes, lids, lips and tongue.
SHAPES = ["jawOpen", "eyeBlinkLeft", "mouthSmileRight", "eyeLookOutLeft", "browInnerUp", "tongueOut"]


def corners(mesh):
    """Positions of the corners of all faces in order, one row a corner; mesh is all triangles."""
    counts = numpy.empty(len(mesh.polygons), dtype=numpy.int32)
    mesh.polygons.foreach_get("loop_total", counts)
    assert (counts == 3).all(), "not all faces are triangles"
    vertices = numpy.empty(len(mesh.loops), dtype=numpy.int32)
    mesh.loops.foreach_get("vertex_index", vertices)
    positions = numpy.empty(3 * len(mesh.vertices), dtype=numpy.float32)
    mesh.vertices.foreach_get("co", positions)
    return positions.reshape(-1, 3)[vertices]


def evaluated_corners(thing):
    bpy.context.view_layer.update()
    evaluated = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
    assert numpy.allclose(numpy.array(thing.matrix_world), numpy.eye(4)), "the imported object is not at the origin"
    result = corners(evaluated.to_mesh())
    evaluated.to_mesh_clear()
    return result


def import_glb(path):
    # The importer's own choice of shading stops in Blender 3.4 with NumPy 1.24, as Debian 12 pairs them (np.bool).
    bpy.ops.import_scene.gltf(filepath=path, import_shading="SMOOTH")
    heads = [thing for thing in bpy.data.objects if thing.type == "MESH"]
    assert [thing.name for thing in heads] == ["emo3d_head"], heads
    return heads[0]


def import_obj(folder, name):
    bpy.ops.wm.obj_import(filepath=os.path.join(folder, name + ".obj"))
    thing = bpy.context.selected_objects[0]
    assert thing.name == name, thing.name
    thing.data.transform(thing.matrix_world)  # the importer turns the object, not its vertices
    result = corners(thing.data)
    assert len(thing.data.color_attributes) == 1, "the vertex colours are missing"
    bpy.data.objects.remove(thing)
    return result


def distance(a, b):
    assert a.shape == b.shape, (a.shape, b.shape)
    return float(numpy.linalg.norm(a - b, axis=1).max())


def main(glb, folder):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    head = import_glb(glb)
    with open(os.path.join(folder, "names.txt"), encoding="utf-8") as file:
        names = file.read().split()
    keys = head.data.shape_keys.key_blocks
    assert [key.name for key in keys] == ["Basis"] + names, [key.name for key in keys]
    names_of_materials = [m.name for m in head.data.materials]
    kinds = list(dict.fromkeys(name.split("_")[0] for name in names_of_materials))
    assert kinds == ["skin", "eye", "wet", "tooth", "hair", "cloth"], names_of_materials
    assert len(head.data.color_attributes) == 1, "the vertex colours are missing"

    rest = evaluated_corners(head)
    at_rest = distance(rest, import_obj(folder, "neutral"))
    assert at_rest < TOLERANCE_M, f"at rest a corner is {at_rest} m from that of the OBJ file"
    for name in SHAPES:
        keys[name].value = 1
        posed = evaluated_corners(head)
        keys[name].value = 0
        assert distance(posed, rest) > 1e-3, f"{name} moves nothing"
        away = distance(posed, import_obj(folder, name))
        assert away < TOLERANCE_M, f"{name}: a corner is {away} m from that of the OBJ file"
    print(f"Blender {bpy.app.version_string}: {len(rest)} corners agree at rest and in {len(SHAPES)} shapes")


main(*sys.argv[sys.argv.index("--") + 1 :])

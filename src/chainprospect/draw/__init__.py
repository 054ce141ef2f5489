"""The relationship map: scene, layout, one offline page, and the pyvis view of a small network."""

from chainprospect.draw.compose import build_scene
from chainprospect.draw.network import to_pyvis, write_network
from chainprospect.draw.render import render, write_map
from chainprospect.draw.scene import ReachedView, Scene

__all__ = ["ReachedView", "Scene", "build_scene", "render", "to_pyvis", "write_map", "write_network"]

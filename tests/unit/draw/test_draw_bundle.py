"""Modules into one script, in the order they need each other."""

from __future__ import annotations

import pytest

from chainprospect.draw.bundle import bundle


def test_imports_become_names_of_scopes_in_order():
    modules = {
        "main": 'import { twice, ONE } from "./maths.js";\nconsole.log(twice(ONE));\n',
        "maths": "export const ONE = 1;\n\nexport function twice(value) {\n  return value * 2;\n}\n",
    }
    assert bundle(modules, "main") == (
        '"use strict";\n(() => {\n'
        "const module_maths = (() => {\nconst ONE = 1;\n\n"
        "function twice(value) {\n  return value * 2;\n}\nreturn { ONE, twice };\n})();\n"
        "const module_main = (() => {\nconst { twice, ONE } = module_maths;\n"
        "console.log(twice(ONE));\nreturn {  };\n})();\n"
        "})();\n"
    )


def test_ring_is_refused():
    with pytest.raises(ValueError, match="a -> b -> a"):
        bundle({"a": 'import { x } from "./b.js";\n', "b": 'import { y } from "./a.js";\n'}, "a")


def test_missing_module_is_named():
    with pytest.raises(ValueError, match=r"there is no module b\.js, which a needs"):
        bundle({"a": 'import { x } from "./b.js";\n'}, "a")


@pytest.mark.parametrize(
    "line", ['import * as x from "./b.js";', "export default 1;", 'export { a } from "./b.js";', 'import "./b.js";']
)
def test_other_forms_are_refused(line):
    with pytest.raises(ValueError, match=r"a\.js has an import or export of a form"):
        bundle({"a": f"{line}\n", "b": ""}, "a")

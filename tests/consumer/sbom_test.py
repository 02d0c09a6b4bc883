#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""sbom_test.py STAGE_DIR VERSION: both installed bills of materials name the same things, and what they refer to is there."""
import json
import pathlib
import sys


def only(stage, name):
    files = list(stage.glob(f"**/{name}"))
    assert len(files) == 1, f"{name}: installed {len(files)} times"
    return json.loads(files[0].read_text())


def main(stage, version):
    spdx, cdx = only(stage, "bonemodel.spdx.json"), only(stage, "bonemodel.cdx.json")
    assert spdx["spdxVersion"] == "SPDX-2.3" and (cdx["bomFormat"], cdx["specVersion"]) == ("CycloneDX", "1.5")
    packages = {package["name"]: package["versionInfo"] for package in spdx["packages"]}
    components = {c["name"]: c["version"] for c in cdx["components"] + [cdx["metadata"]["component"]]}
    assert packages == components, f"SPDX has {packages}, CycloneDX {components}"
    assert packages["bonemodel"] == packages["bonesim"] == version, packages
    assert {"cJSON", "nettle"} < packages.keys(), packages
    assert spdx["creationInfo"]["created"] == cdx["metadata"]["timestamp"]

    ids = {"SPDXRef-DOCUMENT"} | {package["SPDXID"] for package in spdx["packages"]}
    depends = set()
    for relationship in spdx["relationships"]:
        ends = relationship["spdxElementId"], relationship["relatedSpdxElement"]
        assert ids.issuperset(ends), ends
        if relationship["relationshipType"] == "DEPENDS_ON":
            depends.add(tuple(end.replace("SPDXRef-", "") for end in ends))
    assert depends == {(d["ref"], needed) for d in cdx["dependencies"] for needed in d["dependsOn"]}, depends


main(pathlib.Path(sys.argv[1]), sys.argv[2])

"""Print the lowest declared version of every dependency, as a pip constraints file."""

from __future__ import annotations

import re
import sys
import tomllib


def main(path: str) -> None:
    """Read a pyproject file and print ``name==version`` for each ``name>=version``."""
    with open(path, "rb") as stream:
        project = tomllib.load(stream)["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    for line in sorted(set(wanted)):
        found = re.fullmatch(r"([\w.-]+)(?:\[.*\])?>=([\w.]+)", line)
        if found:
            print(f"{found[1]}=={found[2]}")


if __name__ == "__main__":
    main(sys.argv[1])

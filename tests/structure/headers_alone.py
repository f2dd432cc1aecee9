"""Every public header compiles by itself: headers_alone.py HEADERS.txt COMPILE_COMMANDS.json
HEADERS.txt has a header a line; the compiler's flags are those of the build."""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

import tree


def include_flags(commands):
    """All -I, -isystem, -D and -std flags that the build uses anywhere."""
    flags = {}
    for entry in commands:
        words = shlex.split(entry["command"])
        for i, word in enumerate(words):
            if word == "-isystem":
                flags[(word, words[i + 1])] = None
            elif re.match(r"-(I|D|std=)", word) and "GARITA_SOURCE_DIR" not in word:
                flags[(word,)] = None
    return [word for flag in flags for word in flag]


def main():
    headers = pathlib.Path(sys.argv[1]).read_text().split()
    flags = include_flags(json.loads(pathlib.Path(sys.argv[2]).read_text()))

    def compiles(header):
        name = tree.relative(pathlib.Path(header))
        code = f'#include "{name}"\n#include "{name}"\n'
        run = subprocess.run(["g++", "-fsyntax-only", "-x", "c++", "-Wall", "-Wextra", "-Werror", *flags, "-"],
                             input=code, capture_output=True, text=True, cwd=tree.ROOT)
        return name, run.stderr

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(compiles, headers))
    for name, errors in results:
        if errors:
            print(f"{name} does not stand alone:\n{errors[:2000]}")
    print(f"{len(results)} headers, {sum(1 for _, errors in results if errors)} fail")
    sys.exit(any(errors for _, errors in results))


if __name__ == "__main__":
    main()
